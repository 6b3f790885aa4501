import { mergeThread } from '../../domain/thread/merge-thread.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore, Damage } from '../../storage/chat-store.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { digitsBesideId } from '../sources/thread-of-id.ts'
import { byId, isWhole, threadIn } from '../sources/walked-record.ts'
import type { WalkedRecord, WholeRecord } from '../sources/walked-record.ts'
import { threadHash } from '../sources/whole-record.ts'
import type { KeptOut } from './erasures/kept-out.ts'
import { settleConflict } from './settle-conflict.ts'
import type { ConflictRule } from './settle-conflict.ts'
import { readWanted } from './read-wanted.ts'
import type { SourcePage } from './source-page.ts'
import { changeOf, isWrittenSince } from './target-stamps.ts'
import { writeEach } from './write-each.ts'
import type { Refusal } from './write-each.ts'

/** Both ends of a copy, and how it is made. */
export interface CopyWay extends ConflictRule {
  readonly from: RecordSource
  readonly to: ChatStore
  readonly keptOut: KeptOut
  /** Does each write, see `Filling.write`. Absent in a dry run, which writes nothing. */
  readonly write?: (change: bigint | undefined, work: () => Promise<boolean>) => Promise<void>
}

/** What became of one record of the source; in a dry run, what would. */
export type Outcome = CopiedRecord | { readonly what: 'damaged'; readonly damage: Damage }

export interface CopiedRecord {
  readonly what: 'copied' | 'updated' | 'unchanged' | 'conflicts' | 'settled' | 'keptOut' | 'failed'
  readonly id: string
  /** Of the source. */
  readonly hash: string
  /** See `digitsBesideId`. */
  readonly threadDigits?: string
  /** Under which the target holds it afterwards, read back; absent where it holds nothing under the id. */
  readonly targetHash?: string
  /** Why it failed, or how the two differ. */
  readonly reason?: string
  /** About as many as were written. */
  readonly bytes: number
}

/**
 * Copies the wanted records of a page and reads each one back: one counts as copied only if what was read
 * hashes to what the source has. One that was erased at the source meanwhile is left out. What was erased in the
 * target is kept out, and of a record that speaks of others too only that is.
 */
export async function copyPage(way: CopyWay, page: SourcePage): Promise<readonly Outcome[]> {
  const { kind, here, wanted } = page
  const to = storeSource(way.to)
  const there = byId(
    await readWanted(
      to,
      page,
      wanted.filter(({ isThere }) => isThere),
    ),
  )
  const plans = await Promise.all(
    wanted.flatMap(({ id, walked, stamp }) => {
      const source = walked ?? here.get(id)
      return source === undefined ? [] : [plan(way, source, there.get(id), stamp)]
    }),
  )
  const writing = plans.flatMap((each) => (each.isWritten ? [each.left] : []))
  if (way.write === undefined || writing.length === 0) return plans.map(outcomeUnwritten)
  let outcomes: readonly Outcome[] = []
  await way.write(changeOf(page, writing, there), async () => {
    const refused = await writeEach(way.to, kind, writing)
    for (const [id, { what }] of refused) if (what === 'keptOut') way.keptOut.note(id)
    const after = byId(await readWanted(to, page, writing))
    outcomes = plans.map((each) =>
      each.isWritten
        ? outcomeWritten(each, after.get(each.source.id), refused.get(each.source.id))
        : outcomeUnwritten(each),
    )
    return outcomes.every(({ what }) => what !== 'failed')
  })
  return outcomes
}

/** What is to be done with a record of the source. */
type Plan = Written | Left

interface Written {
  readonly source: WholeRecord
  readonly isWritten: true
  /** Of the source's, what may come: another record only where `keptOut`. */
  readonly left: WholeRecord
  readonly what: 'copied' | 'updated' | 'settled' | 'keptOut'
  /** What must be read back. */
  readonly expected: string
  readonly before?: WholeRecord
}

interface Left {
  readonly source: WalkedRecord
  readonly isWritten: false
  readonly what: 'unchanged' | 'conflicts' | 'settled' | 'keptOut'
  readonly before?: WholeRecord
}

async function plan(
  way: CopyWay,
  source: WalkedRecord,
  target: WalkedRecord | undefined,
  stamp?: string,
): Promise<Plan> {
  if (!isWhole(source)) return { source, isWritten: false, what: 'unchanged' }
  const before = target !== undefined && isWhole(target) ? target : undefined
  const there = before === undefined ? {} : { before }
  if (before?.hash === source.hash) return { source, isWritten: false, what: 'unchanged', ...there }
  const left = way.keptOut.leftOf(source)
  if (left === undefined || left.hash === before?.hash) {
    return { source, isWritten: false, what: 'keptOut', ...there }
  }
  const written = { source, left, expected: left.hash, isWritten: true } as const
  const whole = left === source ? undefined : 'keptOut'
  // A damaged one is written again, which repairs it.
  if (before === undefined) return { ...written, what: whole ?? 'copied' }
  if (way.keptOut.stands(source.kind)) {
    return { source, isWritten: false, what: 'keptOut', before }
  }
  const isSince = await isWrittenSince(way.to, before, stamp)
  const rule = isSince ? { ...way, isAlone: false } : way
  const decision = await settleConflict(way.to, left, before, rule)
  if (decision === 'update') return { ...written, what: whole ?? 'updated', before }
  if (decision === 'settle') {
    return { ...written, expected: mergedHash(before, left), what: whole ?? 'settled', before }
  }
  const what = decision === 'keep' ? 'settled' : 'conflicts'
  return { source, isWritten: false, what, before }
}

/** A merge of two threads is neither of them. */
function mergedHash(before: WholeRecord, left: WholeRecord): string {
  if (left.kind !== 'thread') return left.hash
  return threadHash(mergeThread(threadIn(before), threadIn(left)).thread)
}

function outcomeUnwritten({ source, what, before, isWritten }: Plan): Outcome {
  if (!isWhole(source)) return { what: 'damaged', damage: source.damage }
  const { hash } = source
  const targetHash = before === undefined ? {} : { targetHash: before.hash }
  const reason = what === 'conflicts' ? { reason: 'the target has another state of it' } : {}
  const bytes = isWritten ? source.bytes : 0
  return { what, ...namesOf(source), hash, ...targetHash, ...reason, bytes }
}

function outcomeWritten(
  { source, left, what, expected }: Written,
  after: WalkedRecord | undefined,
  refused: Refusal | undefined,
): Outcome {
  const { hash } = source
  const { bytes } = left
  const targetHash = after !== undefined && isWhole(after) ? { targetHash: after.hash } : {}
  const written = { ...namesOf(source), hash, ...targetHash, bytes }
  if (targetHash.targetHash === expected) return { ...written, what }
  const reason = 'what was read back is not what was written'
  return { ...written, ...(refused ?? { what: 'failed', reason }) }
}

function namesOf(source: WholeRecord): Pick<CopiedRecord, 'id' | 'threadDigits'> {
  return { id: source.id, ...given({ threadDigits: digitsBesideId(source) }) }
}
