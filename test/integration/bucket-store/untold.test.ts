import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { describe, expect, it } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { isComplete } from '../../../src/migration/copy/migration.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'

describe('bucket: an object that its process was killed before telling of', () => {
  const outage = () => {
    throw new HitCraftError('UNAVAILABLE', 'killed')
  }

  /** A bucket that was swept a moment ago, and then written to by somebody who died before the commit. */
  async function half(): Promise<MemoryBucket> {
    const bucket = new MemoryBucket()
    const calm = await openBucketStore(bucket.open())
    await calm.mergeThreads([oneLine('grown', 'words', 1)])
    await calm.flushIndex()
    await calm.close()
    const doomed = await openBucketStore(bucket.open())
    bucket.before = ({ verb, key }) => {
      if (verb === 'put' && key.startsWith('catalog/')) outage()
    }
    const late = [
      oneLine('new', 'words', 2),
      threadOf({ id: 'grown', messages: [say('more words', { time: 9 })] }),
    ]
    await expect(doomed.mergeThreads(late)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    bucket.before = () => undefined
    await doomed.close()
    return bucket
  }

  it('is in lists as soon as it is shown by its id', async () => {
    const store = await openBucketStore((await half()).open())
    expect(await store.countThreads({})).toBe(1)
    const [fresh, grown] = await store.getThreads(['new', 'grown'])
    expect(fresh?.id).toBe('new')
    const { items } = await store.listThreads({ order: 'id' })
    expect(items.map(({ id, contentHash }) => [id, contentHash])).toEqual([
      ['grown', grown?.contentHash],
      ['new', fresh?.contentHash],
    ])
    await store.close()
  })

  it('is in lists when a migration is run again', async () => {
    const bucket = await half()
    const from = await openMemoryStore()
    await from.mergeThreads([oneLine('new', 'words', 2)])
    const to = await openBucketStore(bucket.open())
    expect(isComplete(await migrate(storeSource(from), to))).toBe(true)
    await to.close()
    const again = await openBucketStore(bucket.open())
    expect((await again.listThreads({ order: 'id' })).items.map(({ id }) => id)).toEqual([
      'grown',
      'new',
    ])
    await again.close()
  })

  it('is not shown at all to who may only read', async () => {
    const bucket = await half()
    const reader = await openBucketStore(bucket.open())
    bucket.before = ({ verb }) => {
      if (verb === 'put' || verb === 'delete') throw new HitCraftError('PERMISSION', 'read only')
    }
    expect(await reader.getThread('new')).toBeUndefined()
    expect((await reader.getThread('grown'))?.id).toBe('grown')
    await reader.close()
  })
})

it('bucket: what answers everything and keeps nothing is no bucket', async () => {
  const bucket = new MemoryBucket()
  bucket.after = ({ verb, key }) => {
    if (verb === 'put') bucket.objects.set(key, { bytes: Buffer.from('<html>'), etag: 'same' })
  }
  await expect(openBucketStore(bucket.open())).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    remedy: expect.stringContaining('S3_ENDPOINT') as unknown,
  })
})
