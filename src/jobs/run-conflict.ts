import { canonicalJson } from '../domain/values/canonical-json.ts'
import { usd } from '../domain/written/money.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { RunJob } from './jobs-state.ts'
import type { RunRequest } from './run-queue.ts'

/** No analysis is there to be cancelled. */
export function noAnalysis(): HitCraftError {
  return new HitCraftError('NOT_FOUND', 'no analysis is waiting or under way')
}

/** Whether another request may take the place of one that waits: nobody has asked for it, so nobody misses it. */
export function isReplaceable(
  present: RunRequest | undefined,
  { status }: RunJob,
  isFree: boolean,
): boolean {
  return (
    isFree && status === 'waiting' && present !== undefined && Object.keys(present).length === 0
  )
}

/** Refuses to put another request in the place of one that waits or runs. @throws HitCraftError CONFLICT that says what does */
export function refuseAnother(
  present: RunRequest | undefined,
  { status, done, planned }: RunJob,
  wanted: RunRequest,
): void {
  if (present !== undefined && canonicalJson(present) === canonicalJson(wanted)) return
  const how =
    status === 'waiting' ? 'waits already' : `runs already (${done} of ${planned} threads)`
  const what = present === undefined ? 'as another version asked for it' : requestText(present)
  throw new HitCraftError('CONFLICT', `an analysis ${how}: ${what}`, {
    remedy: 'Wait until it has ended, or cancel it; what it has done is kept.',
  })
}

/** What an analysis was asked for with: `all that is pending, for at most $5.00`. */
function requestText({ limit, retopic, budget, sample, only }: RunRequest): string {
  const number = (n: number) => n.toLocaleString('en-US')
  const which = sample === undefined ? 'all that is pending' : `a sample of ${number(sample)}`
  const most =
    budget && ('tokens' in budget ? `${number(budget.tokens)} tokens` : usd(budget.nanoUsd))
  return [
    which,
    ...(only === undefined ? [] : ['of chosen threads']),
    ...(limit === undefined ? [] : [`at most ${number(limit)} threads`]),
    ...(most === undefined ? [] : [`for at most ${most}`]),
    ...(retopic === true ? ['with topics found anew'] : []),
  ].join(', ')
}
