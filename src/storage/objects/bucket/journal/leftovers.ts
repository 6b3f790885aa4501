import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ObjectStore } from '../../object-store.ts'
import { inParallel } from '../in-parallel.ts'
import { LAYOUT, numberOf, packKey, segmentKey } from '../layout.ts'
import { decodeSegment } from './entries.ts'
import type { Head } from './head.ts'
import { encodePack } from './packs.ts'

/**
 * Writes a pack that another process may complete, or may have completed and an eraser scrubbed: what is
 * there already is right.
 */
export async function putPack(objects: ObjectStore, name: string, pack: Buffer): Promise<void> {
  try {
    await objects.put(packKey(name), pack, 'absent')
  } catch (error) {
    if (!isHitCraftError(error, 'CONFLICT')) throw error
  }
}

/**
 * A commit whose process died before its pack was written has its records in its segment alone.
 *
 * @throws HitCraftError CORRUPT where that is gone too
 */
export async function completePacks(objects: ObjectStore, head: Head): Promise<void> {
  const wanted = new Set(head.segments.flatMap(({ name, pack }) => (pack ? [packKey(name)] : [])))
  if (wanted.size === 0) return
  for await (const { key } of objects.list(LAYOUT.records)) wanted.delete(key)
  for (const { name } of head.segments) {
    if (!wanted.has(packKey(name))) continue
    const object = await objects.get(segmentKey(name))
    const pack =
      object === undefined ? undefined : encodePack(decodeSegment(object.bytes), packKey(name))
    if (pack !== undefined) await putPack(objects, name, pack)
    // Who has compacted meanwhile has completed it before the segment went.
    else if ((await objects.get(packKey(name))) === undefined) {
      throw new HitCraftError('CORRUPT', 'records of the newest commits are missing', {
        remedy: 'Run hitcraft reindex, then repeat what was done last.',
      })
    }
  }
}

/**
 * Deletes what a head of this number no longer names. A commit under way has a higher number, or will
 * find the head changed and write its segment anew.
 *
 * @param snapshot the name of the one that the head names
 */
export async function dropOlder(
  objects: ObjectStore,
  seq: number,
  snapshot: string | undefined,
): Promise<void> {
  const old: string[] = []
  for await (const key of catalogKeys(objects)) {
    const isOurs = snapshot !== undefined && key.startsWith(`${LAYOUT.snapshots}${snapshot}/`)
    if (!isOurs && numberOf(key) <= seq) old.push(key)
  }
  await inParallel(old, (key) => objects.delete(key))
}

/** The greatest number of a segment or snapshot, named by a head or not; 0 where there is none. */
export async function greatestNumber(objects: ObjectStore): Promise<number> {
  let greatest = 0
  for await (const key of catalogKeys(objects)) greatest = Math.max(greatest, numberOf(key))
  return greatest
}

async function* catalogKeys(objects: ObjectStore): AsyncIterable<string> {
  for (const prefix of [LAYOUT.segments, LAYOUT.snapshots]) {
    for await (const { key } of objects.list(prefix)) yield key
  }
}
