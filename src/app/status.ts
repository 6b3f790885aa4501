import { currentTopicModel } from '../analysis/topics/current-model.ts'
import { TopicNames } from '../insights/counting/topic-names.ts'
import type { TopicName } from '../insights/counting/topic-names.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { given } from '../domain/values/given.ts'
import { shadowOf } from '../storage/shadow/shadow-store.ts'
import type { ShadowState } from '../storage/shadow/notes/shadow-state.ts'
import type { Workspace } from './workspace.ts'

/** How things stand. */
export interface Status {
  /** Threads that are stored. */
  readonly threads: number
  /** Of these, not analyzed under the analyzer key at their present content. */
  readonly pending: number
  readonly analyzerKey: string
  /** The model that the analyzer asks; absent where it asks none. */
  readonly model?: { readonly provider: string; readonly name: string }
  /** Of the current topic model, of every level and needs too; none before the first analysis. */
  readonly topics: readonly Pick<TopicName, 'id' | 'title' | 'level'>[]
  readonly store: { readonly kind: ChatStore['kind']; readonly location: string }
  /** How the second store stands that gets what is written; absent without one. */
  readonly shadow?: ShadowState
}

/** @throws HitCraftError of the store */
export async function statusOf({
  store,
  analyzer,
}: Pick<Workspace, 'store' | 'analyzer'>): Promise<Status> {
  const [threads, pending, model, shadow] = await Promise.all([
    store.countThreads({}),
    store.countPending(analyzer.key),
    currentTopicModel(store, analyzer.key),
    shadowOf(store)?.state(),
  ])
  const asked = analyzer.asks?.provider
  return {
    threads,
    pending,
    analyzerKey: analyzer.key,
    ...(asked === undefined ? {} : { model: { provider: asked.name, name: asked.model } }),
    topics: new TopicNames(model).all().map(({ id, title, level }) => ({ id, title, level })),
    store: { kind: store.kind, location: store.location },
    ...given({ shadow }),
  }
}
