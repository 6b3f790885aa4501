import { isJsonObject, jsonIfAny } from '../../../domain/values/json.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { corrupt } from '../../core/damaged.ts'
import { seedThread } from '../../core/adoption/seed-thread.ts'
import { searchText } from '../catalog/catalog-schema.ts'
import { threadRow } from '../catalog/thread-row.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { decodeBody } from '../thread-body.ts'
import type { ThreadEntry } from './journal/entries.ts'
import { threadKey } from './layout.ts'

/** A thread as its object holds it. */
export interface ReadThread {
  readonly thread: Thread
  readonly hash: string
  readonly etag: string
}

/** The thread of an id by its object; undefined where there is none. @throws CORRUPT */
export async function readThreadObject(
  objects: ObjectStore,
  id: string,
): Promise<ReadThread | undefined> {
  const read = await stateOfObject(objects, id)
  if (read !== undefined && 'damage' in read) throw read.damage
  return read
}

/** An object that is not the thread whose name it has. */
export interface DamagedObject extends StoredObject {
  readonly damage: HitCraftError
}

/** The same, where a damaged object shall keep nobody from the others. */
export async function stateOfObject(
  objects: ObjectStore,
  id: string,
): Promise<ReadThread | DamagedObject | undefined> {
  const key = threadKey(id)
  const object = await objects.get(key)
  if (object === undefined) return undefined
  try {
    const read = decodeThreadObject(objects.kind, key, object)
    if (read.thread.id === id) return read
    // Someone put another thread under this name: this one is not there.
    if (!read.isOurs) return undefined
    return {
      ...object,
      damage: corrupt({ kind: 'thread', id, place: key }, 'holds another thread'),
    }
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    const damage = corrupt(
      { kind: 'thread', id, place: key },
      'does not hold what was written',
      error,
    )
    return { ...object, damage }
  }
}

/**
 * The thread of an object: one of ours, its hashes checked, or one that someone made by the seed's own
 * statements, which is just the thread. Such a one keeps its form until a merge changes it.
 *
 * @throws HitCraftError CORRUPT
 */
export function decodeThreadObject(
  kind: string,
  key: string,
  { bytes, etag }: StoredObject,
): ReadThread & { readonly isOurs: boolean } {
  const value = jsonIfAny(bytes.toString('utf8'))
  if (value === undefined) throw corrupt({ kind: 'thread', place: key }, 'is no JSON')
  // One of ours whose hash is gone is damaged, and nobody else's.
  if (isJsonObject(value) && ('hash' in value || 'contentHash' in value || 'revisions' in value)) {
    return { ...decodeBody(bytes, key), etag, isOurs: true }
  }
  const name = key.slice(key.lastIndexOf('/') + 1, -'.json'.length)
  const own = isJsonObject(value) ? (value['id'] ?? value['thread_id'] ?? value['_id']) : undefined
  const id = (typeof own === 'string' && own !== '') || typeof own === 'number' ? String(own) : name
  const thread = seedThread(id, value, `${kind}-seed`)
  return { thread, hash: bodyHashOf(thread), etag, isOurs: false }
}

export function threadEntry({ thread, hash, etag }: ReadThread): ThreadEntry {
  return { row: threadRow(thread, hash), etag, tokens: searchText(thread) }
}
