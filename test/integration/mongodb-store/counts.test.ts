import { expect, it } from 'vitest'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { analyzed } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

onMongo('counts', (server) => {
  it(
    'a document that was deleted by hand is missed, and one that an outage cut off raises no alarm',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const examined = () => Array.fromAsync(store.examine())
      const threads = [1, 2, 3].map((n) => smallThread(n))
      await store.mergeThreads(threads)
      await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
      await store.saveAnalyses(threads.slice(0, 1).map((thread) => analyzed(thread)))
      await store.eraseThreads(['t000001'])
      expect(await examined()).toEqual([])

      await bare(server(), options.database, async (db) => {
        await db.collection('threads').deleteOne({ id: 't000002' })
        await db.collection('records').deleteOne({ kind: 'tombstone' })
        await db.collection('records').deleteOne({ kind: 'history' })
      })
      expect((await examined()).map(({ place, problem }) => `${place} ${problem}`)).toEqual([
        expect.stringMatching(/^collection records, document "history.* is missing$/) as unknown,
        'collection threads has 1 documents where 2 were written',
        'collection records, kind tombstone has 0 documents where 1 were written',
      ])
      const left = await store.reindex()
      expect(left).toHaveLength(3)
      expect((await examined()).map(({ kind }) => kind)).toEqual(['history'])

      // As a process leaves it that is killed behind a write and before it has counted.
      await bare(server(), options.database, async (db) => {
        const [top] = await db.collection('locks').find().sort({ _id: -1 }).limit(1).toArray()
        const _id = (Number(top?._id) + 1) as never
        await db
          .collection('locks')
          .insertOne({ _id, holder: 'dead', beat: 0, released: false, dirty: false })
        await db.collection('records').deleteMany({ kind: 'analysis' })
        await db.collection('analysis_history').deleteMany({})
        const tags = { 'hitcraft.tags': [], 'hitcraft.labels': [] }
        await db.collection('threads').updateMany({}, { $set: tags })
      })
      await store.mergeThreads([smallThread(4)])
      expect(await examined()).toEqual([])
      await store.close()
    },
    SLOW,
  )
})
