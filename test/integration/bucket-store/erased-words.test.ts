import { describe, expect, it } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { analyzed, oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import type { Request } from './memory-objects.ts'
import { keysWith } from './words-in.ts'

const outage = () => new HitCraftError('UNAVAILABLE', 'the answer got lost')
const isPack = ({ verb, key }: Request) => verb === 'put' && key.startsWith('records/')
const SECRET = 'zqxkjhgfd'
const doomed = oneLine('doomed', `words ${SECRET}`, 1)
const ofDoomed = analyzed(doomed, { summary: `about ${SECRET}` })

describe('bucket: erasing leaves no word', () => {
  it('in a pack that held nothing else', async () => {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    await store.mergeThreads([doomed, oneLine('other', 'words', 2)])
    await store.saveAnalyses([ofDoomed])
    expect(await store.eraseThreads(['doomed'])).toBe(1)
    expect(keysWith(bucket, SECRET, 'doomed')).toEqual([])
    await store.close()
  })

  it('in a pack that an outage kept from being written', async () => {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    await store.mergeThreads([doomed])
    bucket.before = (request) => {
      if (isPack(request)) throw outage()
    }
    await expect(store.saveAnalyses([ofDoomed])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    bucket.before = () => undefined
    expect(await store.eraseThreads(['doomed'])).toBe(1)
    expect(keysWith(bucket, SECRET, 'doomed')).toEqual([])
    await store.close()
  })

  it('in a pack that another process is late to write', async () => {
    const bucket = new MemoryBucket()
    const eraser = await openBucketStore(bucket.open())
    await eraser.mergeThreads([doomed])
    const objects = bucket.open()
    const put = objects.put.bind(objects)
    objects.put = async (key, bytes, condition) => {
      if (key.startsWith('records/')) await eraser.eraseThreads(['doomed'])
      return put(key, bytes, condition)
    }
    const late = await openBucketStore(objects)
    await late.saveAnalyses([ofDoomed])
    expect(keysWith(bucket, SECRET, 'doomed')).toEqual([])
    await late.close()
    await eraser.close()
  })

  it('in a catalog from before it was made anew', async () => {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    for (let n = 0; n < 5; n++) await store.mergeThreads([oneLine(`t${n}`, 'words', n)])
    await store.mergeThreads([doomed])
    await store.reindex()
    expect(await store.eraseThreads(['doomed'])).toBe(1)
    expect(keysWith(bucket, SECRET, 'doomed')).toEqual([])
    expect(bucket.keys().filter((key) => key.startsWith('catalog/snapshots/'))).toHaveLength(1)
    await store.close()
  })

  it('when it is asked for again after it broke off, wherever that was', async () => {
    for (let last = 1; ; last++) {
      const bucket = new MemoryBucket()
      const store = await openBucketStore(bucket.open())
      await store.mergeThreads([doomed, oneLine('other', 'words', 2)])
      await store.saveAnalyses([ofDoomed])
      let left = last
      bucket.before = () => {
        if (left-- <= 0) throw outage()
      }
      const isDone = await store.eraseThreads(['doomed']).then(
        () => true,
        () => false,
      )
      await store.close().catch(() => undefined)
      bucket.before = () => undefined
      if (isDone) break
      const again = await openBucketStore(bucket.open())
      await again.eraseThreads(['doomed'])
      expect(keysWith(bucket, SECRET), `after request ${last}`).toEqual([])
      await again.close()
    }
  })

  it('in an object that a dead process left, should its thread come without the erased user', async () => {
    const bucket = new MemoryBucket()
    const dying = await openBucketStore(bucket.open())
    await dying.mergeThreads([oneLine('other', 'words', 2)])
    bucket.before = ({ verb, key }) => {
      if (verb === 'put' && key.startsWith('catalog/')) throw outage()
    }
    await expect(dying.mergeThreads([doomed])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    bucket.before = () => undefined
    const store = await openBucketStore(bucket.open())
    await store.eraseUser('u1')
    expect(await store.getThread('doomed')).toBeUndefined()
    const others = threadOf({ id: 'doomed', messages: [say('words', { id: 'm2', userId: 'u2' })] })
    const [outcome] = await store.mergeThreads([others])
    expect(outcome?.outcome).toBe('added')
    expect((await store.getThread('doomed'))?.messages.map(({ id }) => id)).toEqual(['m2'])
    expect(keysWith(bucket, SECRET)).toEqual([])
    await store.close()
    await dying.close()
  })
})
