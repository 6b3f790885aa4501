import type { MovedKind } from '../../sources/moved-kinds.ts'
import type { WalkedRecord } from '../../sources/walked-record.ts'
import type { Side } from '../side.ts'

/** Ids that one reading takes. */
const MOST = 1000

type Records = Side['records']

interface Asked {
  readonly id: string
  readonly resolve: (found: readonly WalkedRecord[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Records of which those that are asked for at the same moment, one by one, are read at once: an archive or a receipt is
 * read through for each reading, and a server is asked once.
 */
export function batchedReads(records: Records): Records {
  let waiting = new Map<MovedKind, Asked[]>()
  const readAll = async (kind: MovedKind, asked: readonly Asked[]) => {
    try {
      const ids = [...new Set(asked.map(({ id }) => id))]
      const found = Map.groupBy(await records.read(kind, ids), ({ id }) => id)
      for (const { id, resolve } of asked) resolve(found.get(id) ?? [])
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
  const flush = () => {
    const all = waiting
    waiting = new Map()
    for (const [kind, asked] of all) {
      for (let at = 0; at < asked.length; at += MOST) void readAll(kind, asked.slice(at, at + MOST))
    }
  }
  const readOne = (kind: MovedKind, id: string) =>
    new Promise<readonly WalkedRecord[]>((resolve, reject) => {
      if (waiting.size === 0) setImmediate(flush)
      const asked = waiting.get(kind) ?? []
      asked.push({ id, resolve, reject })
      waiting.set(kind, asked)
    })
  return {
    walk: (kind, options) => records.walk(kind, options),
    ...(records.stamps === undefined ? {} : { stamps: records.stamps.bind(records) }),
    read: async (kind, ids) => (await Promise.all(ids.map((id) => readOne(kind, id)))).flat(),
  }
}
