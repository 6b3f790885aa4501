import { analysisId } from '../../domain/kinds/analysis.ts'
import { windowAnswersId } from '../../domain/kinds/window-answers.ts'
import { idOfRecord, movesOn } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { namesToBury, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../domain/thread/tombstone.ts'
import type { AnalyzedThread, ChatStore } from '../chat-store.ts'
import { readEach } from '../read-each.ts'
import type { ShadowName } from './shadow-name.ts'

export function threadNames(ids: readonly string[]): ShadowName[] {
  return ids.map((id) => ({ kind: 'thread', id }))
}

/** None of a kind that stays its store's own. */
export function recordNames<K extends RecordKind>(
  kind: K,
  records: readonly RecordTypes[K][],
): ShadowName[] {
  return movesOn(kind) ? records.map((record) => ({ kind, id: idOfRecord(kind, record) })) : []
}

/** An analysis, its line of the history, and the answers that it lets go of. */
export function analyzedNames(items: readonly AnalyzedThread[]): ShadowName[] {
  return items.flatMap(
    ({ analysis: { analyzerKey, threadId }, entry, hadWindows }): ShadowName[] => [
      { kind: 'analysis', id: analysisId(analyzerKey, threadId) },
      { kind: 'history', id: idOfRecord('history', entry) },
      ...(hadWindows === true
        ? [{ kind: 'windowAnswers', id: windowAnswersId(analyzerKey, threadId) } as const]
        : []),
    ],
  )
}

/**
 * What an erasure takes away and leaves, asked before it is done.
 * @returns asked afterwards, as a store makes its first tombstone with the secret of all
 */
export async function erasureNames(
  store: ChatStore,
  ids: readonly string[],
  userId?: string,
): Promise<() => Promise<ShadowName[]>> {
  const { threads } = await readEach(store, ids)
  const buried: TombstoneName[] = [
    ...ids.map((name) => ({ what: 'thread', name }) as const),
    ...[...threads.values()].flatMap(namesToBury),
    ...(userId === undefined ? [] : [{ what: 'user', name: userId } as const]),
  ]
  return async () => {
    const [stone] = await store.listRecords('tombstone', { limit: 1 })
    const stones =
      stone === undefined ? [] : buried.map(({ what, name }) => tombstoneId(stone.key, what, name))
    return [
      ...stones.map((id): ShadowName => ({ kind: 'tombstone', id })),
      ...(userId === undefined ? [] : [{ kind: 'user', id: userId } as const]),
      ...threadNames(ids),
    ]
  }
}
