import type { Document } from 'mongodb'
import type { StoreCheck } from '../../chat-store.ts'
import { ferretVersion } from '../connection/database.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { missingIndexes } from './schema.ts'

/** Milliseconds. */
const MOST_SKEW = 60_000

/** What the server is, may and lacks. */
export async function checks(db: MongoDatabase): Promise<StoreCheck[]> {
  const start = performance.now()
  const hello = await db.db.command({ hello: 1 })
  const latency = Math.round(performance.now() - start)
  const build = await db.db.command({ buildInfo: 1 })
  const behind = await db.threads.countDocuments({ searchable: false })
  return [
    { name: 'server', status: 'ok', found: `${nameOf(build)}, ${latency} ms` },
    topology(hello),
    await rights(db),
    clock(hello),
    await indexes(db),
    { name: 'search index', status: 'ok', found: `${behind} threads behind` },
  ]
}

function nameOf(build: Document): string {
  const ferret = ferretVersion(build)
  const version = String(build['version'])
  return ferret === undefined ? `MongoDB ${version}` : `FerretDB ${ferret} (as MongoDB ${version})`
}

function topology(hello: Document): StoreCheck {
  const name = 'topology'
  if (hello['msg'] === 'isdbgrid') return { name, status: 'ok', found: 'sharded cluster' }
  if (hello['setName'] !== undefined) {
    const hosts: unknown = hello['hosts']
    const members = Array.isArray(hosts) ? hosts.length : 1
    return {
      name,
      status: 'ok',
      found: `replica set ${String(hello['setName'])}, ${members} members`,
    }
  }
  return {
    name,
    status: 'warning',
    found: 'standalone: what is acknowledged is in its journal, but in no second copy',
    remedy: 'Run a replica set where the loss of one machine must not lose threads.',
  }
}

async function rights(db: MongoDatabase): Promise<StoreCheck> {
  const name = 'rights'
  try {
    await db.meta.updateOne({ _id: 'probe' }, { $set: { at: new Date() } }, { upsert: true })
    await db.meta.deleteOne({ _id: 'probe' })
    return { name, status: 'ok', found: 'may read and write' }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 13)) throw error
    return {
      name,
      status: 'warning',
      found: 'may only read',
      remedy: 'Enough to read; docs/deployment/mongodb.md has the role that writes.',
    }
  }
}

function clock(hello: Document): StoreCheck {
  const now: unknown = hello['localTime']
  const skew = now instanceof Date ? Math.abs(Date.now() - now.getTime()) : 0
  return {
    name: 'clock',
    status: skew > MOST_SKEW ? 'warning' : 'ok',
    found: `${Math.round(skew / 1000)} s apart`,
    ...(skew > MOST_SKEW ? { remedy: 'Set the clocks of both machines by NTP.' } : {}),
  }
}

async function indexes(db: MongoDatabase): Promise<StoreCheck> {
  const missing = await missingIndexes(db)
  return missing.length === 0
    ? { name: 'indexes', status: 'ok', found: 'all there' }
    : {
        name: 'indexes',
        status: 'failed',
        found: `missing: ${missing.join(', ')}`,
        remedy: 'Open the store once with a user who may create indexes.',
      }
}
