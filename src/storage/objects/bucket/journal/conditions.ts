import { randomBytes } from 'node:crypto'
import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ObjectStore } from '../../object-store.ts'
import { LAYOUT } from '../layout.ts'

/**
 * Whether the server honours conditions, found out by trying: of two objects that must be absent the
 * second is refused, and so is a change on the condition of a state that is not there.
 */
export async function honoursConditions(objects: ObjectStore): Promise<boolean> {
  const key = `${LAYOUT.probes}${randomBytes(8).toString('hex')}`
  const bytes = Buffer.from('probe')
  try {
    await objects.put(key, bytes, 'absent')
    await expectKept(objects, key, bytes)
    if (!(await isRefused(() => objects.put(key, bytes, 'absent')))) return false
    const etag = await objects.put(key, Buffer.from('changed'))
    await objects.put(key, bytes, { etag })
    return await isRefused(() => objects.put(key, bytes, { etag }))
  } catch (error) {
    if (isHitCraftError(error, 'UNSUPPORTED') || isHitCraftError(error, 'CONFLICT')) return false
    throw error
  } finally {
    await objects.delete(key).catch((error: unknown) => {
      // Credentials that may put and not delete; `doctor` tries and tells.
      if (!isHitCraftError(error, 'PERMISSION')) throw error
    })
  }
}

/** Something else than an object store may answer every request with 200. */
async function expectKept(objects: ObjectStore, key: string, bytes: Buffer): Promise<void> {
  const there = await objects.get(key)
  if (there?.bytes.equals(bytes) === true) return
  throw new HitCraftError('INVALID_CONFIG', `${objects.location} does not keep what is put there`, {
    remedy: `Check that ${objects.addressSetting} is the address of an object store, and not of its web page.`,
  })
}

async function isRefused(put: () => Promise<string>): Promise<boolean> {
  try {
    await put()
    return false
  } catch (error) {
    if (isHitCraftError(error, 'CONFLICT')) return true
    throw error
  }
}

/**
 * The same store for a server that cannot compare before it writes: it is asked first. That is as good
 * only while nobody else writes, so the one who writes must hold the lease.
 */
export function comparingFirst(objects: ObjectStore): ObjectStore {
  return {
    kind: objects.kind,
    location: `${objects.location}, one writer at a time (no conditional writes)`,
    addressSetting: objects.addressSetting,
    get: (key) => objects.get(key),
    list: (prefix) => objects.list(prefix),
    delete: (key) => objects.delete(key),
    describe: () => objects.describe(),
    clockSkew: () => objects.clockSkew(),
    close: () => objects.close(),
    async put(key, bytes, condition) {
      if (condition !== undefined) {
        const etag = (await objects.get(key))?.etag
        if (etag !== (condition === 'absent' ? undefined : condition.etag)) {
          throw new HitCraftError('CONFLICT', `${key} is not what it was`)
        }
      }
      return objects.put(key, bytes)
    },
  }
}
