import { randomUUID } from 'node:crypto'
import type { Collection, Document } from 'mongodb'
import type { StoreCheck } from '../../chat-store.ts'
import { clockCheck, failed, indexCheck, passed, warned } from '../../core/upkeep/checks.ts'
import { ferretVersion } from '../connection/database.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { missingIndexes } from './schema.ts'

/** What the server is, may and lacks. */
export async function checks(db: MongoDatabase): Promise<StoreCheck[]> {
  const start = performance.now()
  const hello = await db.db.command({ hello: 1 })
  const latency = Math.round(performance.now() - start)
  const build = await db.db.command({ buildInfo: 1 })
  const behind = await db.threads.countDocuments({ 'hitcraft.searchable': false })
  return [
    passed('server', `${nameOf(build)}, ${latency} ms`),
    topology(hello),
    await rights(db),
    clock(hello),
    await indexes(db),
    indexCheck(behind),
    ...(await setAside(db)),
  ]
}

function nameOf(build: Document): string {
  const ferret = ferretVersion(build)
  const version = String(build['version'])
  return ferret === undefined ? `MongoDB ${version}` : `FerretDB ${ferret} (as MongoDB ${version})`
}

function topology(hello: Document): StoreCheck {
  if (hello['msg'] === 'isdbgrid') return passed('topology', 'sharded cluster')
  if (hello['setName'] !== undefined) {
    const hosts: unknown = hello['hosts']
    const members = Array.isArray(hosts) ? hosts.length : 1
    return passed('topology', `replica set ${String(hello['setName'])}, ${members} members`)
  }
  return warned(
    'topology',
    'standalone: what is acknowledged is in its journal, but in no second copy',
    'Run a replica set where the loss of one machine must not lose threads.',
  )
}

/** Each right on each collection, by using it on a document that is not there. */
async function rights(db: MongoDatabase): Promise<StoreCheck> {
  const missing: string[] = []
  const attempt = async (right: string, use: () => Promise<unknown>) => {
    try {
      await use()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 13)) throw error
      missing.push(right)
    }
  }
  const { threads, parts, records, history, originals, damaged, unfinished, locks, meta } = db
  const all = [threads, parts, records, history, originals, damaged, unfinished, locks, meta]
  for (const { collectionName: name } of all) {
    const nowhere: Document = { _id: `probe ${randomUUID()}` }
    const any: Collection = db.db.collection(name)
    await attempt(`find in ${name}`, () => any.findOne(nowhere))
    await attempt(`update in ${name}`, () => any.updateOne(nowhere, { $set: { probe: true } }))
    await attempt(`remove from ${name}`, () => any.deleteOne(nowhere))
  }
  const probe: Document = { _id: `probe ${randomUUID()}` }
  const some: Collection = db.db.collection(meta.collectionName)
  await attempt('insert', () => some.insertOne({ ...probe }))
  await attempt('remove', () => some.deleteOne(probe))
  if (missing.length === 0) return passed('rights', 'may read and write')
  const found = `may not: ${missing.join(', ')}`
  const remedy =
    'docs/deployment/mongodb.md has the role that writes; to read alone, find is enough.'
  const isBlind = missing.some((right) => right.startsWith('find'))
  return isBlind ? failed('rights', found, remedy) : warned('rights', found, remedy)
}

/** Changes that could not be made: nobody was told that they had been. */
async function setAside(db: MongoDatabase): Promise<StoreCheck[]> {
  const count = await db.unfinished.countDocuments({ aside: true, n: 0 })
  const found = `${count} in the collection "unfinished"`
  const remedy =
    'Run again what failed then, and delete them: unfinished.deleteMany({aside: true}).'
  return count === 0 ? [] : [warned('changes set aside', found, remedy)]
}

function clock(hello: Document): StoreCheck {
  const now: unknown = hello['localTime']
  return clockCheck(now instanceof Date ? Date.now() - now.getTime() : 0)
}

async function indexes(db: MongoDatabase): Promise<StoreCheck> {
  const missing = await missingIndexes(db)
  if (missing.length === 0) return passed('indexes', 'all there')
  const remedy = 'Open the store once with a user who may create indexes.'
  return failed('indexes', `missing: ${missing.join(', ')}`, remedy)
}
