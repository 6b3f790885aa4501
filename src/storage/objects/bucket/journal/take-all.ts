import { textOf } from '../../../core/row-reader.ts'
import { STATE_LENGTH } from '../../../../domain/thread/thread-identity.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { ifWhole } from '../../../core/damaged.ts'
import { Pace } from '../../../core/upkeep/pace.ts'
import type { UpkeepOptions } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogWriter } from '../../catalog/catalog-writer.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import type { ObjectStore } from '../../object-store.ts'
import { applyEntries } from './entries.ts'
import type { Sighting, ThreadEntry } from './entries.ts'
import { decodePack } from './packs.ts'
import { inParallel, REQUESTS_AT_ONCE } from '../in-parallel.ts'
import { keysOf, LAYOUT, numberOf, threadKey, threadName } from '../layout.ts'
import { decodeThreadObject, threadEntry } from '../thread-object.ts'

/** Objects read before their entries are shown, so that memory stays bounded. */
const AT_ONCE = 16 * REQUESTS_AT_ONCE

interface Parts {
  readonly objects: ObjectStore
  readonly catalog: Catalog
  readonly writer: CatalogWriter
}

/**
 * Fills an empty catalog from the truth: every pack of records, then every thread. What is damaged, and
 * what is no thread's own object, is left to the sweep.
 *
 * @returns the number of the last commit that left records
 */
export async function takeAll(
  parts: Parts,
  options?: UpkeepOptions,
): Promise<{ seq: number; isEmpty: boolean }> {
  const { objects, catalog } = parts
  const packs = await keysOf(objects, LAYOUT.records)
  const sightings = new Map<string, Sighting>()
  for (let at = 0; at < packs.length; at += REQUESTS_AT_ONCE) {
    const keys = packs.slice(at, at + REQUESTS_AT_ONCE)
    const read = await inParallel(keys, (key) => objects.get(key))
    for (const [index, object] of read.entries()) {
      const key = keys[index] ?? ''
      if (object === undefined) continue
      const pack = decodePack(object.bytes, key)
      for (const sighting of pack.sightings) {
        const { id, asOf } = sighting
        if (asOf > (sightings.get(id)?.asOf ?? '')) sightings.set(id, sighting)
      }
      await catalog.write(() => applyEntries(parts, { records: pack.records }, key))
    }
  }
  const threads = await keysOf(objects, LAYOUT.threads)
  const pace = new Pace(options, threads.length)
  const erased = new TombstoneIndex(catalog)
  for (let at = 0; at < threads.length; at += AT_ONCE) {
    const keys = threads.slice(at, at + AT_ONCE)
    const entries = await inParallel(keys, (key) => entryOf(objects, key, erased))
    await catalog.write(() =>
      applyEntries(parts, { threads: entries.filter((entry) => entry !== undefined) }),
    )
    await pace.step(keys.length)
  }
  pace.end()
  const erasing = erasedRecords(catalog, erased)
  const gone = [...erasing, ...statesTwice(catalog)]
  await catalog.write(() =>
    applyEntries(parts, { sightings: [...sightings.values()], gone, erasing }),
  )
  return {
    seq: Math.max(0, ...packs.slice(-1).map(numberOf)),
    isEmpty: packs.length + threads.length === 0,
  }
}

/** Threads that were erased by a process that died before their records had gone from the packs. */
function erasedRecords(catalog: Catalog, erased: TombstoneIndex): string[] {
  const sql = `SELECT DISTINCT thread FROM records WHERE thread IS NOT NULL
    AND thread NOT IN (SELECT id FROM threads)`
  const ids = catalog.all(sql).map((row) => decodeKey(textOf(row, 'thread')))
  return ids.filter((name) => erased.isBuried({ what: 'thread', name }))
}

/**
 * Of id-less conversations that are there as two states, or as one request twice, the one that has no
 * records, else the older: a process left it that died. The sweep, to which it is unknown then, merges it into the other.
 */
function statesTwice(catalog: Catalog): string[] {
  const has = (id: string) => `EXISTS (SELECT 1 FROM records WHERE thread = ${id})`
  const sql = `SELECT iif(${has('p.id')} AND NOT ${has('q.id')}, q.id, p.id) AS id
    FROM prefix_keys p JOIN prefix_keys q ON q.key = p.key AND q.id <> p.id
    WHERE (p.whole = 1 AND p.key NOT LIKE '%.' AND (q.whole = 0 OR q.id < p.id))
      OR (length(p.key) = ${STATE_LENGTH} AND q.id < p.id)`
  return [...new Set(catalog.all(sql).map((row) => decodeKey(textOf(row, 'id'))))]
}

async function entryOf(
  objects: ObjectStore,
  key: string,
  erased: TombstoneIndex,
): Promise<ThreadEntry | undefined> {
  const object = threadName(key) === undefined ? undefined : await objects.get(key)
  if (object === undefined) return undefined
  const read = ifWhole(() => decodeThreadObject(objects.kind, key, object))
  if (read === undefined) return undefined
  return threadKey(read.thread.id) === key && !erased.holds(read.thread)
    ? threadEntry(read)
    : undefined
}
