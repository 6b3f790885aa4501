import { expect, it } from 'vitest'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import type { ObjectStore } from '../../../src/storage/objects/object-store.ts'
import { S3ObjectStore } from '../../../src/storage/objects/s3/s3-object-store.ts'
import type { Place } from '../../services/backends.ts'
import { testBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { piece } from '../every-backend/pieces.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 100_000 : 2000
const BATCH = 1000
/** Seconds that are promised for a bucket of 100,000 threads. */
const PROMISED = 10

/** The same objects, and the keys that were read. */
function watched({ target }: Place): { objects: ObjectStore; read: string[] } {
  if (target.kind !== 's3') throw new Error('not a bucket of S3')
  const store = new S3ObjectStore(target.options)
  const read: string[] = []
  const objects: ObjectStore = {
    kind: store.kind,
    location: store.location,
    addressSetting: store.addressSetting,
    get: (key) => {
      read.push(key)
      return store.get(key)
    },
    put: (key, bytes, condition) => store.put(key, bytes, condition),
    list: (prefix) => store.list(prefix),
    delete: (key) => store.delete(key),
    describe: () => store.describe(),
    clockSkew: () => store.clockSkew(),
    close: () => store.close(),
  }
  return { objects, read }
}

describeOn(testBackend('s3'), 'a fresh machine', (running) => {
  it(`opens a bucket of ${THREADS} threads in time, and reads no body for it`, async () => {
    const place = await running().fresh()
    const filling = await openBucketStore(watched(place).objects)
    for (let n = 0; n < THREADS; n += BATCH) {
      await filling.mergeThreads(Array.from({ length: BATCH }, (_, i) => piece(n + i, 'a')))
    }
    await filling.close()

    const { objects, read } = watched(place)
    const begin = performance.now()
    const store = await openBucketStore(objects)
    expect((await store.listThreads({ limit: 50 })).items).toHaveLength(50)
    const seconds = (performance.now() - begin) / 1000
    process.stdout.write(
      `${THREADS} threads: open, to the first page, in ${seconds.toFixed(2)} s\n`,
    )
    expect(seconds).toBeLessThan(PROMISED)
    expect(await store.indexState()).toEqual({ complete: true, indexed: THREADS, total: THREADS })
    expect(await store.countPending('local-1')).toBe(THREADS)
    expect(read.filter((key) => key.startsWith('threads/'))).toEqual([])
    // The head, a snapshot in parts of many thousands of threads each, and the commits after it.
    expect(read.length).toBeLessThan(140 + THREADS / 5000)
    await store.close()
  }, 1_200_000)

  it('says what search does not cover yet when others have put threads there', async () => {
    const place = await running().fresh()
    const made = await openBucketStore(watched(place).objects)
    await made.mergeThreads(Array.from({ length: 20 }, (_, n) => piece(n, 'a')))
    await made.close()
    const { objects } = watched(place)
    const foreign = { messages: [{ role: 'user', content: 'words by hand' }] }
    const hands = Array.from({ length: 300 }, (_, n) => `threads/by-hand-${n}.json`)
    for (const key of hands) await objects.put(key, Buffer.from(JSON.stringify(foreign)))
    const store = await openBucketStore(objects, { sweepAfter: 0 })
    const states = new Set<string>()
    const deadline = Date.now() + 240_000
    while (Date.now() < deadline) {
      const { complete, total } = await store.indexState()
      states.add(`${total} threads, ${complete ? 'all' : 'not all'} found`)
      if (complete && total === 320) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(states).toContain('320 threads, not all found')
    await store.flushIndex()
    expect(await store.indexState()).toEqual({ complete: true, indexed: 320, total: 320 })
    expect((await store.searchThreads({ words: 'hand', limit: 1 })).items).toHaveLength(1)
    await store.close()
  })
})
