import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { analyzed, KEY } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

const WRONG: readonly unknown[] = [7, 'x', {}, [7], null]

onMongo('decoding', (server) => {
  it(
    'a field of another type, or one that is missing, is CORRUPT or does no harm, and is never told as a text',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      await store.mergeThreads([smallThread(1), smallThread(2)])
      await store.saveAnalyses([analyzed(smallThread(1))])
      const calls: Readonly<Record<string, () => Promise<unknown>>> = {
        list: () => store.listThreads({}),
        labels: () => store.listThreads({ analyzerKey: KEY }),
        analyses: () => store.listAnalyses({ analyzerKey: KEY }),
        pending: () => store.listPending({ analyzerKey: KEY }),
        search: () => store.searchThreads({ words: 'stems' }),
        thread: () => store.getThread('t000001'),
        analysis: () => store.getAnalysis('t000001', KEY),
        records: () => store.listRecords('analysis'),
      }
      const failures: unknown[] = []
      const attempt = async (what: string) => {
        for (const [name, call] of Object.entries(calls)) {
          try {
            const answer = JSON.stringify(await call()) ?? ''
            if (/undefined|NaN|\[object/.test(answer)) failures.push([what, name, answer])
          } catch (error) {
            if (!isHitCraftError(error, 'CORRUPT')) failures.push([what, name, error])
          }
        }
      }
      await bare(server(), options.database, async (db) => {
        const harm = async (collection: string, path: string, field: string) => {
          const documents = db.collection(collection)
          const [whole] = await documents.find().sort({ _id: 1 }).limit(1).toArray()
          const _id = whole?.['_id'] as never
          const updates: Document[] = [
            { $unset: { [path + field]: '' } },
            ...WRONG.map((value) => ({ $set: { [path + field]: value } })),
          ]
          for (const update of updates) {
            await documents.updateOne({ _id }, update)
            await attempt(`${collection} ${JSON.stringify(update)}`)
            await documents.replaceOne({ _id }, whole ?? {})
          }
        }
        const own = (await db.collection('threads').findOne())?.['hitcraft'] as Document
        for (const field of Object.keys(own)) await harm('threads', 'hitcraft.', field)
        for (const field of ['kind', 'thread', 'tag', 'body', 'seal']) {
          await harm('records', '', field)
        }
      })
      expect(failures).toEqual([])
      await store.close()
    },
    SLOW,
  )
})
