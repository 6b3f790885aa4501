import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogWriter } from '../../catalog/catalog-writer.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import type { ObjectStore } from '../../object-store.ts'
import { applyEntries, decodePack } from './entries.ts'
import type { Sighting, ThreadEntry } from './entries.ts'
import { inParallel, REQUESTS_AT_ONCE } from '../in-parallel.ts'
import { LAYOUT, numberOf, threadKey, threadName } from '../layout.ts'
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
 * @returns the number of the last commit that left a trace
 */
export async function takeAll(
  parts: Parts,
  { signal, onProgress }: UpkeepOptions = {},
): Promise<{ seq: number; isEmpty: boolean }> {
  const { objects, catalog } = parts
  const packs = await keysOf(objects, LAYOUT.records)
  const sightings: Sighting[] = []
  for (let at = 0; at < packs.length; at += REQUESTS_AT_ONCE) {
    const keys = packs.slice(at, at + REQUESTS_AT_ONCE)
    const read = await inParallel(keys, (key) => objects.get(key))
    for (const [index, object] of read.entries()) {
      const key = keys[index] ?? ''
      if (object === undefined) continue
      const pack = decodePack(object.bytes, key)
      sightings.push(...(pack.sightings ?? []))
      await catalog.write(() => applyEntries(parts, { records: pack.records ?? [] }, key))
    }
  }
  const threads = await keysOf(objects, LAYOUT.threads)
  const erased = new TombstoneIndex(catalog)
  for (let at = 0; at < threads.length; at += AT_ONCE) {
    if (signal?.aborted === true) {
      throw new HitCraftError(
        'INTERRUPTED',
        'the catalog was left to be made by the next who opens',
      )
    }
    const keys = threads.slice(at, at + AT_ONCE)
    const entries = await inParallel(keys, (key) => entryOf(objects, key, erased))
    await catalog.write(() =>
      applyEntries(parts, { threads: entries.filter((entry) => entry !== undefined) }),
    )
    onProgress?.(Math.min(at + AT_ONCE, threads.length), threads.length)
  }
  await catalog.write(() => applyEntries(parts, { sightings }))
  return {
    seq: Math.max(0, ...packs.slice(-1).map(numberOf)) + 1,
    isEmpty: packs.length + threads.length === 0,
  }
}

async function entryOf(
  objects: ObjectStore,
  key: string,
  erased: TombstoneIndex,
): Promise<ThreadEntry | undefined> {
  const object = threadName(key) === undefined ? undefined : await objects.get(key)
  if (object === undefined) return undefined
  try {
    const read = decodeThreadObject(objects.kind, key, object)
    if (threadKey(read.thread.id) !== key || erased.holds(read.thread)) return undefined
    return threadEntry(read)
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return undefined
    throw error
  }
}

async function keysOf(objects: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list(prefix)) keys.push(key)
  return keys
}
