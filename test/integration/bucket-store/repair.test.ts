import { describe, expect, it } from 'vitest'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { isInPart } from '../../../src/migration/verify/part.ts'
import type { Part } from '../../../src/migration/verify/part.ts'
import type { Damage } from '../../../src/storage/chat-store.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { analyzed, KEY, oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import { seenIn } from './seen.ts'

const THREADS = Array.from({ length: 30 }, (_, i) => oneLine(`t${i}`, `words ${i}`, i))

/** A bucket with threads, analyses and an erasure in it. */
async function filled(): Promise<{ bucket: MemoryBucket; seen: Record<string, string> }> {
  const bucket = new MemoryBucket()
  const store = await openBucketStore(bucket.open())
  for (let at = 0; at < THREADS.length; at += 5) await store.mergeThreads(THREADS.slice(at, at + 5))
  await store.saveAnalyses(THREADS.slice(0, 10).map((thread) => analyzed(thread)))
  await store.eraseThreads(['t3'])
  await store.saveAnalyses(THREADS.slice(10, 12).map((thread) => analyzed(thread)))
  await store.mergeThreads([oneLine('last', 'words at last', 99)])
  const seen = await seenIn(store)
  await store.close()
  return { bucket, seen }
}

const catalogKeys = (bucket: MemoryBucket, part = '') =>
  bucket.keys().filter((key) => key.startsWith(`catalog/${part}`))

function damage(bucket: MemoryBucket, key: string): void {
  const object = bucket.objects.get(key)
  if (object === undefined) throw new Error(`${key} is not there`)
  const bytes = Buffer.from(object.bytes)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
  bucket.objects.set(key, { bytes, etag: 'damaged' })
}

const HARM: Readonly<Record<string, (bucket: MemoryBucket) => void>> = {
  'the whole catalog is deleted': (bucket) => {
    for (const key of catalogKeys(bucket)) bucket.objects.delete(key)
  },
  'the head is deleted': (bucket) => void bucket.objects.delete('catalog/head.json'),
  'the head is damaged': (bucket) => {
    bucket.objects.set('catalog/head.json', { bytes: Buffer.from('{"format":'), etag: 'torn' })
  },
  'the head is of an earlier version': (bucket) => {
    const bytes = Buffer.from(JSON.stringify({ format: 1, catalog: 1 }))
    bucket.objects.set('catalog/head.json', { bytes, etag: 'other' })
  },
  'a segment is deleted': (bucket) => {
    bucket.objects.delete(catalogKeys(bucket, 'segments/').at(-1) ?? '')
  },
  'a segment is damaged': (bucket) => {
    damage(bucket, catalogKeys(bucket, 'segments/').at(-1) ?? '')
  },
  'the snapshot is deleted': (bucket) => {
    for (const key of catalogKeys(bucket, 'snapshots/')) bucket.objects.delete(key)
  },
  'the snapshot is damaged': (bucket) => {
    damage(bucket, catalogKeys(bucket, 'snapshots/')[0] ?? '')
  },
}

describe('bucket: the catalog repairs itself', () => {
  for (const [name, harm] of Object.entries(HARM)) {
    it(`when ${name}, before it is opened`, async () => {
      const { bucket, seen } = await filled()
      harm(bucket)
      const store = await openBucketStore(bucket.open())
      expect(await seenIn(store)).toEqual(seen)
      await store.close()
    })

    it(`when ${name}, while it is open, and writing goes on`, async () => {
      const { bucket, seen } = await filled()
      const store = await openBucketStore(bucket.open())
      harm(bucket)
      await store.mergeThreads([oneLine('more', 'words', 100)])
      const other = await openBucketStore(bucket.open())
      await store.refresh()
      expect(await seenIn(other)).toEqual(await seenIn(store))
      expect(await other.countThreads({})).toBe(31)
      await store.eraseThreads(['more'])
      await other.refresh()
      expect({ ...(await seenIn(other)), tombstones: '' }).toEqual({ ...seen, tombstones: '' })
      await store.close()
      await other.close()
    })
  }

  it('when an old copy of it was put back', async () => {
    const { bucket } = await filled()
    const old = catalogKeys(bucket).map((key) => [key, bucket.objects.get(key)] as const)
    const store = await openBucketStore(bucket.open())
    await store.mergeThreads([oneLine('t1', 'words and more words', 200), oneLine('n', 'words', 7)])
    await store.saveAnalyses(THREADS.slice(20, 25).map((thread) => analyzed(thread)))
    const seen = await seenIn(store)
    await store.close()
    for (const key of catalogKeys(bucket)) bucket.objects.delete(key)
    for (const [key, object] of old) if (object !== undefined) bucket.objects.set(key, object)
    const again = await openBucketStore(bucket.open(), { sweepAfter: 0 })
    expect(await seenIn(again)).toEqual(seen)
    await again.close()
  })

  it('does not read a body when it is whole', async () => {
    const { bucket } = await filled()
    const read: string[] = []
    bucket.before = ({ verb, key }) => {
      if (verb === 'get') read.push(key)
    }
    const store = await openBucketStore(bucket.open())
    expect(await store.countThreads({})).toBe(30)
    expect(await store.countPending(KEY)).toBe(19)
    expect((await store.indexState()).complete).toBe(true)
    await store.close()
    expect(read.filter((key) => !key.startsWith('catalog/'))).toEqual([])
  })

  it('is folded into a snapshot before it has many segments', async () => {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    for (let i = 0; i < 300; i++) await store.mergeThreads([oneLine(`t${i}`, `words ${i}`, i)])
    expect(catalogKeys(bucket, 'segments/').length).toBeLessThan(128)
    expect(catalogKeys(bucket, 'snapshots/')).toHaveLength(1)
    const other = await openBucketStore(bucket.open())
    expect(await other.countThreads({})).toBe(300)
    await store.close()
    await other.close()
  })
})

describe('bucket: what others put there', () => {
  const put = (bucket: MemoryBucket, name: string, value: unknown) => {
    const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
    bucket.objects.set(`threads/${name}.json`, { bytes, etag: `by hand ${name}` })
  }
  const message = (text: string, time: string) => ({
    _id: `id of ${text}`,
    role: 'user',
    content: text,
    createdAt: time,
  })

  it('is adopted: lists of messages, {messages}, repeated ids, nothing at all', async () => {
    const bucket = new MemoryBucket()
    put(bucket, 'list', [message('words one', '2025-03-01T10:00:00Z')])
    put(bucket, 'object', { messages: [message('words two', '2025-03-02T10:00:00Z')] })
    put(bucket, 'own', { id: 'named', messages: [message('words three', '2025-03-03T10:00:00Z')] })
    put(bucket, 'twin', { id: 'named', messages: [message('words four', '2025-03-04T10:00:00Z')] })
    put(bucket, 'null', null)
    put(bucket, 'torn', '{"messages": [')
    const before = new Map(bucket.objects)
    const store = await openBucketStore(bucket.open())
    await store.flushIndex()
    const { items } = await store.listThreads({ order: 'id' })
    expect(items.map(({ id, messageCount }) => [id, messageCount])).toEqual([
      ['list', 1],
      ['named', 2],
      ['null', 0],
      ['object', 1],
    ])
    expect((await store.searchThreads({ words: 'three' })).items).toHaveLength(1)
    expect((await store.getThread('list'))?.messages[0]?.id).toBe('id of words one')
    // The originals are as they were.
    for (const [key, object] of before) expect(bucket.objects.get(key)).toEqual(object)
    await store.mergeThreads([threadOf({ id: 'list', messages: [say('words five', { time: 9 })] })])
    expect((await store.getThread('list'))?.messages).toHaveLength(2)
    await expect(store.getThread('torn')).rejects.toMatchObject({ code: 'CORRUPT' })
    expect(await store.eraseThreads(['named'])).toBe(1)
    expect(bucket.keys().filter((key) => /own|twin|named/.test(key))).toEqual([])
    await store.close()
  })

  it('is found by the sweep: added and changed beside us; what was taken away is told', async () => {
    const { bucket } = await filled()
    put(bucket, 'new', [message('words new', '2025-03-01T10:00:00Z')])
    put(bucket, 't5', [message('words anew', '2025-03-05T10:00:00Z')])
    bucket.objects.delete('threads/t6.json')
    const store = await openBucketStore(bucket.open(), { sweepAfter: 0 })
    await store.flushIndex()
    expect(await store.countThreads({})).toBe(31)
    expect((await store.listThreads({ userId: 'u1', limit: 100 })).items).toHaveLength(29)
    expect((await store.searchThreads({ words: 'anew' })).items.map(({ id }) => id)).toEqual(['t5'])
    // What was taken away is missed, until it is known to be lost.
    await expect(store.getThread('t6')).rejects.toMatchObject({ code: 'CORRUPT' })
    const lost = [{ kind: 'thread', id: 't6', place: 'threads/t6.json', problem: 'is missing' }]
    expect(await store.reindex()).toEqual(lost)
    expect(await store.getThread('t6')).toBeUndefined()
    expect(await store.countThreads({})).toBe(30)
    await store.close()
  })

  it('stays erased when somebody puts it back', async () => {
    const { bucket } = await filled()
    const kept = bucket.objects.get('threads/t8.json')
    const store = await openBucketStore(bucket.open())
    await store.eraseThreads(['t8'])
    if (kept !== undefined) bucket.objects.set('threads/t8.json', kept)
    await store.reindex()
    expect(await store.getThread('t8')).toBeUndefined()
    expect(bucket.objects.has('threads/t8.json')).toBe(false)
    await store.close()
  })
})

it('the packs of each part are examined, and those of all parts are all', async () => {
  const { bucket } = await filled()
  const packs = bucket.keys().filter((key) => key.startsWith('records/'))
  for (const key of packs) damage(bucket, key)
  bucket.objects.delete(packs[0] ?? '')
  const store = await openBucketStore(bucket.open())
  const placesIn = async (part: Part) => {
    const isWanted = (kind: Damage['kind'], id: string) => isInPart(part, kind, id)
    const damages = await Array.fromAsync(store.examine({ isReadElsewhere: true, isWanted }))
    return [...new Set(damages.map(({ place }) => place.replace(/, line.*/, '')))]
  }
  expect(packs.length).toBeGreaterThan(1)
  // The names of packs are made by chance: of few of them two parts may leave one empty.
  let of = 2
  let first = await placesIn({ number: 1, of })
  while (first.length === 0 || first.length === packs.length) {
    of++
    first = await placesIn({ number: 1, of })
  }
  const others: string[] = []
  for (let number = 2; number <= of; number++) others.push(...(await placesIn({ number, of })))
  expect([...first, ...others].toSorted(compareIds)).toEqual(packs)
  await store.close()
})
