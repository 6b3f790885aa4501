import * as fc from 'fast-check'
import { ALL_KINDS } from '../../../src/domain/records.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { anyThread, AWKWARD_IDS, sample } from '../../conformance/arbitraries.ts'
import { analyzed, oneLine, say, threadOf } from '../../conformance/check.ts'
import { AWKWARD_TEXT, MAKE } from '../../conformance/make-record.ts'

/** A store in memory with all that is hard to keep: ids and texts of any code units, every kind, a long message. */
export async function awkwardStore(): Promise<ChatStore> {
  const store = await openMemoryStore()
  await store.mergeThreads(sample(fc.array(anyThread(), { minLength: 20 }), 2, 20).flat())
  const long = threadOf({ id: 'long', messages: [say('ש🎵\uD800"\\\n'.repeat(300_000))] })
  await store.mergeThreads([long, ...AWKWARD_IDS.map((id) => oneLine(id, `words of ${id}`))])
  await store.saveAnalyses(AWKWARD_IDS.map((id) => analyzed(oneLine(id, `words of ${id}`))))
  for (const kind of ALL_KINDS) {
    const records = AWKWARD_IDS.map((id) => MAKE[kind](id, `${AWKWARD_TEXT}${id}`))
    await store.putRecords(kind, records)
  }
  return store
}
