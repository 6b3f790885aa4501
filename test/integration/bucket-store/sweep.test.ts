import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { S3ObjectStore } from '../../../src/storage/objects/s3/s3-object-store.ts'
import { analyzed, KEY, oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import type { Request } from './memory-objects.ts'

const outage = () => new HitCraftError('UNAVAILABLE', 'the answer got lost')
const isHead = ({ verb, key }: Request) => verb === 'put' && key === 'catalog/head.json'
const doomed = oneLine('doomed', 'words', 1)

describe('bucket: a sweep', () => {
  it.each([false, true])(
    'merges an id-less conversation of a dead process into what it has grown to, the catalog lost: %s',
    async (isLost) => {
      const draft = (count: number) =>
        threadOf({
          messages: Array.from({ length: count }, (_, i) => say(`words ${i}`, { time: i })),
        })
      const bucket = new MemoryBucket()
      const dying = await openBucketStore(bucket.open())
      await dying.mergeThreads([oneLine('other', 'words', 2)])
      bucket.before = (request) => {
        if (isHead(request)) throw outage()
      }
      await expect(dying.mergeThreads([draft(2)])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      bucket.before = () => undefined
      await dying.mergeThreads([draft(4)])
      await dying.close()
      if (isLost) bucket.objects.delete('catalog/head.json')
      const store = await openBucketStore(bucket.open(), { sweepAfter: 0 })
      await store.flushIndex()
      expect(await store.countThreads({})).toBe(2)
      await store.reindex()
      expect(await store.countThreads({})).toBe(2)
      await store.close()
    },
  )

  it('does not put an older record over a newer when a pack comes late', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    await other.mergeThreads([doomed])
    const objects = bucket.open()
    const put = objects.put.bind(objects)
    objects.put = async (key, bytes, condition) => {
      if (
        key.startsWith('records/') &&
        !bucket.keys().some((name) => name.startsWith('records/'))
      ) {
        await other.reindex()
        await other.saveAnalyses([analyzed(doomed, { summary: 'newer' })])
      }
      return put(key, bytes, condition)
    }
    const late = await openBucketStore(objects)
    await late.saveAnalyses([analyzed(doomed, { summary: 'older' }, 1)])
    await late.close()
    await other.close()
    const store = await openBucketStore(bucket.open(), { sweepAfter: 0 })
    await store.flushIndex()
    expect(await store.countRecords('history')).toBe(2)
    expect((await store.getAnalysis('doomed', KEY))?.summary).toBe('newer')
    await store.close()
  })

  it('is due although a clock that was ahead noted the last one', async () => {
    const bucket = new MemoryBucket()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 365 * 86_400_000 })
    const ahead = await openBucketStore(bucket.open())
    await ahead.mergeThreads([oneLine('a', 'words', 1)])
    await ahead.flushIndex()
    await ahead.close()
    vi.useRealTimers()
    const seed = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'words' }] }))
    bucket.objects.set('threads/b.json', { bytes: seed, etag: 'b' })
    const store = await openBucketStore(bucket.open())
    await store.flushIndex()
    expect(await store.countThreads({})).toBe(2)
    await store.close()
  })
})

it('bucket: a long search of pending threads goes on when the catalog is replaced under it', async () => {
  const bucket = new MemoryBucket()
  const other = await openBucketStore(bucket.open())
  const threads = Array.from({ length: 600 }, (_, i) =>
    oneLine(`t${i}`, i % 2 === 0 ? 'words in order' : 'in words', i),
  )
  await other.mergeThreads(threads)
  const objects = bucket.open()
  const get = objects.get.bind(objects)
  let begun: Promise<void> | undefined
  objects.get = async (key) => {
    if (key.startsWith('threads/')) await (begun ??= replace())
    return get(key)
  }
  const store = await openBucketStore(objects)
  const replace = async () => {
    await other.mergeThreads([oneLine('more', 'nothing', 999)])
    await other.eraseThreads(['more'])
    await store.refresh()
  }
  const query = { analyzerKey: 'new-1', state: 'pending', words: '"words in"', limit: 250 } as const
  const first = await store.searchThreads(query)
  expect(first.items).toHaveLength(250)
  expect(first.next).toBeDefined()
  await store.close()
  await other.close()
})

it('bucket: what is written after an old catalog was put back is newer than all before', async () => {
  const bucket = new MemoryBucket()
  const store = await openBucketStore(bucket.open())
  await store.mergeThreads([doomed])
  const old = [...bucket.objects].filter(([key]) => key.startsWith('catalog/'))
  for (let n = 0; n < 5; n++) await store.saveAnalyses([analyzed(doomed, { summary: `${n}` }, n)])
  await store.close()
  for (const key of bucket.keys()) if (key.startsWith('catalog/')) bucket.objects.delete(key)
  for (const [key, object] of old) bucket.objects.set(key, object)
  const packs = () => bucket.keys().filter((key) => key.startsWith('records/'))
  expect(packs()).toHaveLength(5)
  const again = await openBucketStore(bucket.open(), { sweepAfter: 0 })
  await again.flushIndex()
  // What was found is not written once more.
  expect(packs()).toHaveLength(5)
  await again.saveAnalyses([analyzed(doomed, { summary: 'newest' }, 9)])
  await again.reindex()
  expect((await again.getAnalysis('doomed', KEY))?.summary).toBe('newest')
  await again.close()
})

it('s3: a list that breaks off is an outage, and not a short list', async () => {
  const page =
    '<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>threads/a.json</Key>' +
    '<Size>1</Size><ETag>"e"</ETag></Contents></ListBucketResult>'
  const server = createServer((_, response) => void response.end(page))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const store = new S3ObjectStore({
    bucket: 'b',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const keys: string[] = []
  const read = async () => {
    for await (const { key } of store.list('threads/')) keys.push(key)
  }
  await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(keys).toEqual(['threads/a.json'])
  await store.close()
  server.closeAllConnections()
  server.close()
})
