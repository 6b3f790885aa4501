import { expect, it } from 'vitest'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { analyzed, KEY } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

/** More than are told by a tag each. */
const MANY = 130

onMongo('pending threads', (server) => {
  it(
    'of a new key are found without a write, and noted once few are left',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const threads = Array.from({ length: MANY }, (_, n) => smallThread(n))
      await store.mergeThreads(threads)
      const tagged = () =>
        bare(server(), options.database, async (db) => ({
          threads: await db
            .collection('threads')
            .countDocuments({ 'hitcraft.tags': { $regex: /^pending\n/ } }),
          keys: (await db.collection('meta').findOne({ _id: 'analyzer keys' as never }))?.[
            'keys'
          ] as string[] | undefined,
        }))
      const expectPending = async (some: ChatStore, ids: readonly string[]) => {
        expect(await pendingOf(some)).toEqual(ids)
        expect(await some.countPending(KEY)).toBe(ids.length)
        const query = { analyzerKey: KEY, state: 'pending' } as const
        expect(await some.countThreads(query)).toBe(ids.length)
        const listed = await some.listThreads({ ...query, order: 'id', limit: 1000 })
        expect(listed.items.map(({ id }) => id)).toEqual(ids)
      }
      const ids = threads.map(({ id }) => id)
      await expectPending(store, ids)
      expect(await tagged()).toEqual({ threads: 0, keys: undefined })

      await store.saveAnalyses(threads.slice(10).map((thread) => analyzed(thread)))
      await expectPending(store, ids.slice(0, 10))
      expect(await tagged()).toEqual({ threads: 10, keys: [KEY] })

      const grown = smallThread(50, 'more')
      await store.mergeThreads([grown, smallThread(MANY)])
      await store.saveAnalyses(threads.slice(0, 9).map((thread) => analyzed(thread)))
      const left = [ids[9] ?? '', grown.id, smallThread(MANY).id]
      await expectPending(store, left)
      const other = await openMongoStore(options)
      await expectPending(other, left)
      await other.close()
      await store.close()
    },
    SLOW,
  )
})

async function pendingOf(store: ChatStore): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const after = ids.at(-1)
    const page = await store.listPending({
      analyzerKey: KEY,
      limit: 60,
      ...(after === undefined ? {} : { after }),
    })
    ids.push(...page.map(({ id }) => id))
    if (page.length < 60) return ids
  }
}
