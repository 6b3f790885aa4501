import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { TopicAssignment } from '../../../domain/analysis/topic-model.ts'
import type { AnalyzedThread } from '../../chat-store.ts'
import { ofKnownThreads, recordsOfAnalyses } from '../catalog/analysis-records.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import type { BucketContext } from './bucket-context.ts'

/** Records of one commit: a pack is one request. */
const AT_ONCE = 2000

/** Writing records of every kind, analyses among them; what they say is read from the catalog. */
export class BucketRecords {
  readonly #context: BucketContext

  constructor(context: BucketContext) {
    this.#context = context
  }

  putRecords<K extends RecordKind>(kind: K, records: readonly RecordTypes[K][]): Promise<void> {
    return this.#write(records, (some) => some.map((record) => kinded(kind, record)))
  }

  saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    const { catalog } = this.#context
    return this.#write(
      items,
      (some) => recordsOfAnalyses(catalog, some),
      () => this.#see(items.map(({ analysis }) => analysis)),
    )
  }

  saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    const { catalog } = this.#context
    return this.#write(
      assignments,
      (some) => ofKnownThreads(catalog, some).map((record) => kinded('topicAssignment', record)),
      () => this.#see(assignments),
    )
  }

  /** What is about a thread that others added a moment ago must not be taken for that of one gone. */
  async #see(items: readonly { readonly threadId: string }[]): Promise<void> {
    const { catalog, journal } = this.#context
    if (ofKnownThreads(catalog, items).length < items.length) await journal.refresh()
  }

  async #write<T>(
    items: readonly T[],
    recordsOf: (some: readonly T[]) => KindedRecord[],
    see: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    if (items.length === 0) return
    const { journal } = this.#context
    await journal.writing(async () => {
      await see()
      for (let at = 0; at < items.length; at += AT_ONCE) {
        const some = items.slice(at, at + AT_ONCE)
        await journal.commit(async () => ({ records: recordsOf(some) }))
      }
    })
  }
}
