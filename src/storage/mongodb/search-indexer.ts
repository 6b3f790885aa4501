import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { IndexLoop } from '../core/index-loop.ts'
import { eachThread } from './documents/thread-bodies.ts'
import { projectionOf, refOf } from './documents/thread-fields.ts'
import type { ThreadRef } from './documents/thread-fields.ts'
import { tokensOf } from './documents/tokens.ts'

const THREADS_AT_ONCE = 100

/**
 * Indexes what came in otherwise than by a merge, which does so itself: adopted threads, and all of them
 * after a reindex.
 */
export function searchIndexer(db: MongoDatabase, lease: WriterLease): IndexLoop {
  return new IndexLoop(async () => (await indexBatch(db, lease)) > 0)
}

/** @returns how many threads were looked at */
async function indexBatch(db: MongoDatabase, lease: WriterLease): Promise<number> {
  const rows = await db.threads
    .find({ 'hitcraft.searchable': false })
    .limit(THREADS_AT_ONCE)
    .project<{ id: string }>({ _id: 0, id: 1 })
    .toArray()
  if (rows.length === 0) return 0
  const updates: { ref: ThreadRef; tokens: string[] }[] = []
  // A damaged thread is left out of search; whoever reads it is told.
  const damaged = (ref: ThreadRef) => updates.push({ ref, tokens: [] })
  const ids = rows.map(({ id }) => id)
  for await (const { thread, ref } of eachThread(db, ids, damaged)) {
    updates.push({ ref, tokens: tokensOf(thread) })
  }
  if (updates.length === 0) return rows.length
  await lease.hold(async (held) => {
    const ids = updates.map(({ ref }) => ref._id)
    const now = await db.threads
      .find({ _id: { $in: ids } })
      .project(projectionOf('rev'))
      .map(refOf)
      .toArray()
    // One that was written meanwhile comes again.
    const same = new Set(now.map(({ rev, id }) => `${id}\n${rev}`))
    held.assertHeld()
    const operations = updates
      .filter(({ ref }) => same.has(`${ref.id}\n${ref.rev}`))
      .map(({ ref, tokens }) => ({
        updateOne: {
          filter: db.unchanged(ref),
          update: { $set: { 'hitcraft.tokens': tokens, 'hitcraft.searchable': true } },
        },
      }))
    await db.write(db.threads, operations)
  })
  return rows.length
}
