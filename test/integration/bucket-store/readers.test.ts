import { describe, expect, it } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { pauseAfter } from '../../../src/storage/objects/bucket/journal/attempts.ts'
import { oneLine } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import type { Request } from './memory-objects.ts'

const WRITES = new Set<Request['verb']>(['put', 'delete'])

function refuse(verbs: ReadonlySet<Request['verb']>) {
  return ({ verb }: Request) => {
    if (verbs.has(verb)) throw new HitCraftError('PERMISSION', 'not with these credentials')
  }
}

/** The same bucket, as one who may only read opens it. */
function readOnly(bucket: MemoryBucket): MemoryBucket {
  const seen = new MemoryBucket()
  Object.defineProperty(seen, 'objects', { value: bucket.objects })
  seen.before = refuse(WRITES)
  return seen
}

describe('bucket: who may only read', () => {
  it('sees what a writer does who comes later to an empty bucket', async () => {
    const bucket = new MemoryBucket()
    const reader = await openBucketStore(readOnly(bucket).open())
    expect(await reader.countThreads({})).toBe(0)
    const writer = await openBucketStore(bucket.open())
    await writer.mergeThreads([oneLine('a', 'words', 1)])
    await reader.refresh()
    expect(await reader.countThreads({})).toBe(1)
    await writer.close()
    await reader.close()
  })

  it('compares nothing twice, and waits for nothing, where it could take nothing in', async () => {
    const bucket = new MemoryBucket()
    const writer = await openBucketStore(bucket.open())
    await writer.mergeThreads([oneLine('a', 'words', 1)])
    await writer.close()
    const seen = readOnly(bucket)
    const reader = await openBucketStore(seen.open(), { sweepAfter: 0 })
    await reader.flushIndex()
    const before = seen.requests
    for (let n = 0; n < 20; n++) await reader.listThreads({ limit: 1 })
    await reader.flushIndex()
    expect(seen.requests - before).toBeLessThan(5)
    await expect(reader.mergeThreads([oneLine('b', 'words', 2)])).rejects.toMatchObject({
      code: 'PERMISSION',
    })
    await reader.close()
  })

  it('is told which rights were tried when they are not enough to open', async () => {
    const bucket = new MemoryBucket()
    bucket.before = refuse(new Set(['get']))
    await expect(openBucketStore(bucket.open())).rejects.toMatchObject({
      code: 'PERMISSION',
      remedy: expect.stringMatching(
        /list: yes, right to write: yes, right to read: no, right to delete: yes/,
      ) as unknown,
    })
  })
})

it('bucket: of a later version nothing is made anew', async () => {
  const bucket = new MemoryBucket()
  const bytes = Buffer.from(JSON.stringify({ format: 1, catalog: 999 }))
  bucket.objects.set('catalog/head.json', { bytes, etag: 'later' })
  await expect(openBucketStore(bucket.open())).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  expect(bucket.objects.get('catalog/head.json')?.bytes).toEqual(bytes)
})

it('bucket: an object that never is what it was ends in an error, not in a loop', async () => {
  await expect(pauseAfter(1, 'a bucket')).resolves.toBeUndefined()
  await expect(pauseAfter(150, 'a bucket')).rejects.toMatchObject({ code: 'CONFLICT' })
})
