import { MongoClient } from 'mongodb'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { lastOf } from './bare-store.ts'
import type { OpenBare } from './bare-store.ts'

/** `insertMany` of whole documents, with an index by time. */
export const openBareMongo: OpenBare = async ({ url }) => {
  const client = new MongoClient(url, { writeConcern: { w: 'majority' } })
  const db = client.db(`bare_${Date.now()}`)
  const bare = db.collection<{ _id: string; last: string }>('bare')
  const pending = db.collection<{ _id: string }>('pending')
  await bare.createIndex({ last: -1, _id: 1 })
  return {
    how: 'insertMany of documents',
    async write(threads) {
      const documents = threads.map((one) => ({
        ...one,
        _id: one.id,
        last: lastOf(one),
        summary: summarize(one),
      }))
      await bare.insertMany(documents, { ordered: false })
      await pending.insertMany(
        threads.map(({ id, contentHash, messages }) => ({
          _id: id,
          hash: contentHash,
          messages: messages.length,
        })),
      )
    },
    read: (id) => bare.findOne({ _id: id }),
    page: (before) =>
      bare
        .find({ last: { $lt: before } })
        .project({ last: 1, summary: 1 })
        .sort({ last: -1, _id: 1 })
        .limit(50)
        .toArray(),
    pending: (after) =>
      pending
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(10)
        .toArray(),
    close: () => client.close(),
  }
}
