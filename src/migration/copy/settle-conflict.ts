import { RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { mergeThread } from '../../domain/thread/merge-thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { threadHash } from '../sources/whole-record.ts'
import type { WholeRecord } from '../sources/walked-record.ts'
import { recordIn, threadIn } from '../sources/walked-record.ts'

/**
 * What is done where the target has another state of a record than the source, and not one that came from
 * there.
 *
 * - `fail`: the target's stays, and the migration says that it is not complete.
 * - `keep-target`: the target's stays, and that was asked for.
 * - `keep-newer`: threads are merged, so nothing of either is lost. Of an analysis the one at its thread's
 *   present content stands; of a run or import the one that has come further; of a topic model the one from
 *   which more was erased; of others, and where that does not decide, the target's. No clock is asked.
 */
export const ON_CONFLICT = ['fail', 'keep-newer', 'keep-target'] as const
export type OnConflict = (typeof ON_CONFLICT)[number]

export interface ConflictRule {
  readonly onConflict: OnConflict
  /** All that the target holds came from this source, so what differs was changed there since. */
  readonly isAlone: boolean
}

/**
 * `update`: the source's is a later state of the target's. `conflict`: the target's stays. `settle`: the
 * source's is written; `keep`: the target's stays; both by the rule.
 */
export type Decision = 'update' | 'conflict' | 'settle' | 'keep'

/** What becomes of a record that the target has in another state. */
export async function settleConflict(
  to: ChatStore,
  source: WholeRecord,
  target: WholeRecord,
  { onConflict, isAlone }: ConflictRule,
): Promise<Decision> {
  const { kind } = source
  if (kind === 'thread') {
    // Where the merge of both is the source's, it holds all that the target has.
    const { thread } = mergeThread(threadIn(target), threadIn(source))
    if (threadHash(thread) === source.hash) return 'update'
  } else if (isAlone || RECORD_KINDS[kind].moves === 'before threads') {
    // Two tombstones of one id bury the same, whenever that was.
    return 'update'
  }
  if (onConflict === 'fail') return 'conflict'
  if (onConflict === 'keep-target') return 'keep'
  if (kind === 'thread') return 'settle'
  const isNewerThere = await isNewer(to, kind, recordIn(kind, source), recordIn(kind, target))
  return isNewerThere ? 'settle' : 'keep'
}

async function isNewer<K extends RecordKind>(
  to: ChatStore,
  kind: K,
  source: RecordTypes[K],
  target: RecordTypes[K],
): Promise<boolean> {
  const { isLater, state, threadsOf } = RECORD_KINDS[kind]
  if (isLater !== undefined) return isLater(source, target)
  if (state?.analyzes !== true) return false
  const [id = ''] = threadsOf(source)
  const thread: Thread | undefined = await to.getThread(id)
  if (thread === undefined) return false
  const present = { contentHash: thread.contentHash, models: new Map<string, string>() }
  return state.counts(source, present) && !state.counts(target, present)
}
