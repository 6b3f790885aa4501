import { z } from 'zod'
import { sha256 } from '../../../domain/values/canonical-json.ts'
import { jsonIfAny } from '../../../domain/values/json.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { Borrower as Named } from '../../chat-store.ts'

/** Who asks, and for how long; milliseconds. */
type Borrower = Pick<Named, 'worker' | 'lease'>

/**
 * Who analyzes what at the moment under one analyzer key: one entry a worker. A thread stands in it by a hash
 * of its id, so that nothing of an erased one is left here.
 */
export type Ledger = readonly Loan[]

const loanSchema = z.object({
  worker: z.string(),
  /** Milliseconds since 1970 by the clock of the store; the loan has lapsed then. */
  until: z.number(),
  threads: z.array(z.string()),
})
export type Loan = z.infer<typeof loanSchema>

/** A ledger as it shall be from now on (absent: as it is), and what is told of that. */
export interface Entered<T> {
  readonly ledger?: Ledger
  readonly result: T
}

/** The text of a ledger. What is no ledger any more, or none yet, lends nothing. */
export function decodeLedger(text: string | undefined): Ledger {
  return z.array(loanSchema).safeParse(jsonIfAny(text ?? '')).data ?? []
}

/** A thread as the ledger names it. */
export function threadMark(id: string): string {
  return sha256(encodeKey(id)).slice(0, 24)
}

/**
 * Lends threads to a worker: of those named the first that nobody else has, `limit` at most. All that it
 * already has is renewed.
 */
export function lend(
  ledger: Ledger,
  now: number,
  borrower: Borrower,
  { marks, limit }: { readonly marks: readonly string[]; readonly limit: number },
): Entered<readonly string[]> {
  const others = running(ledger, now).filter(({ worker }) => worker !== borrower.worker)
  const taken = new Set(others.flatMap(({ threads }) => threads))
  const lent = marks.filter((mark) => !taken.has(mark)).slice(0, limit)
  const own = ownThreads(ledger, borrower).filter((mark) => !taken.has(mark))
  if (lent.length === 0 && own.length === 0) return { result: lent }
  const threads = [...new Set([...own, ...lent])]
  const { worker, lease } = borrower
  return { ledger: [...others, { worker, until: now + lease, threads }], result: lent }
}

/** Lets what a worker still has run on. @returns what that is */
export function renew(ledger: Ledger, now: number, borrower: Borrower): Entered<readonly string[]> {
  const own = ownThreads(ledger, borrower)
  const { ledger: renewed } = lend(ledger, now, borrower, { marks: own, limit: own.length })
  const held = renewed?.find(({ worker }) => worker === borrower.worker)?.threads ?? []
  return renewed === undefined ? { result: held } : { ledger: renewed, result: held }
}

/** Ends the loans of threads, whoever has them. */
export function end(ledger: Ledger, now: number, marks: ReadonlySet<string>): Entered<undefined> {
  const left = running(ledger, now).flatMap(({ worker, until, threads }): Loan[] => {
    const others = threads.filter((mark) => !marks.has(mark))
    return others.length === 0 ? [] : [{ worker, until, threads: others }]
  })
  return { ledger: left, result: undefined }
}

/** Ends all that a worker has. */
export function release(ledger: Ledger, now: number, worker: string): Entered<undefined> {
  const left = running(ledger, now).filter((loan) => loan.worker !== worker)
  return left.length === ledger.length ? { result: undefined } : { ledger: left, result: undefined }
}

function running(ledger: Ledger, now: number): Loan[] {
  return ledger.filter(({ until }) => until > now)
}

/** Of a lease that has lapsed too: until another takes a thread it is still the worker's. */
function ownThreads(ledger: Ledger, { worker }: Borrower): readonly string[] {
  return ledger.find((loan) => loan.worker === worker)?.threads ?? []
}
