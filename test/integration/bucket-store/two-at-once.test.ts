import { describe, expect, it, vi } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { analyzed, KEY, oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import type { Request } from './memory-objects.ts'
import { keysWith } from './words-in.ts'

const outage = () => new HitCraftError('UNAVAILABLE', 'the answer got lost')
const isHead = ({ verb, key }: Request) => verb === 'put' && key === 'catalog/head.json'
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

describe('bucket: a commit that was carried out, built upon, and then answered with a conflict', () => {
  /** What a client gets that repeats a request whose answer was lost when others have gone on. */
  async function conflicting(bucket: MemoryBucket, others: () => Promise<unknown>) {
    const objects = bucket.open()
    const put = objects.put.bind(objects)
    let armed = false
    objects.put = async (key, bytes, condition) => {
      const etag = await put(key, bytes, condition)
      if (!armed || key !== 'catalog/head.json') return etag
      armed = false
      await others()
      throw new HitCraftError('CONFLICT', `${key} is not what it was`)
    }
    const store = await openBucketStore(objects)
    return { store, arm: () => void (armed = true) }
  }

  /** What the head names and is not there. */
  function missing(bucket: MemoryBucket): string[] {
    const head = JSON.parse(String(bucket.objects.get('catalog/head.json')?.bytes)) as {
      snapshot?: { name: string }
      segments: { name: string; pack: boolean }[]
    }
    const named = [
      ...head.segments.map(({ name }) => `catalog/segments/${name}.zst`),
      ...head.segments.flatMap(({ name, pack }) => (pack ? [`records/${name}.jsonl`] : [])),
      ...(head.snapshot === undefined
        ? []
        : [`catalog/snapshots/${head.snapshot.name}/000000.zst`]),
    ]
    return named.filter((key) => !bucket.objects.has(key))
  }

  it('keeps its segment and its pack', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    await other.mergeThreads([doomed])
    const { store, arm } = await conflicting(bucket, () =>
      other.mergeThreads([oneLine('more', 'words', 3)]),
    )
    await store.flushIndex()
    arm()
    await store.saveAnalyses([ofDoomed])
    expect(missing(bucket)).toEqual([])
    await other.refresh()
    expect(await other.countRecords('history')).toBe(1)
    await store.close()
    await other.close()
  })

  it('keeps its snapshot', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    const { store, arm } = await conflicting(bucket, () =>
      other.mergeThreads([oneLine('more', 'words', 3)]),
    )
    for (let n = 0; n < 127; n++) await store.mergeThreads([oneLine(`t${n}`, 'words', n)])
    bucket.before = ({ verb, key }) => {
      if (verb === 'put' && key.startsWith('catalog/snapshots/')) arm()
    }
    await store.mergeThreads([oneLine('last', 'words', 128)])
    bucket.before = () => undefined
    expect(missing(bucket)).toEqual([])
    await other.refresh()
    expect(await other.countThreads({})).toBe(129)
    await store.close()
    await other.close()
  })
})

describe('bucket: what another process did long ago counts for one that only writes', () => {
  /** Two processes; the first has not looked since the second did its work. */
  async function apart(work: (bucket: MemoryBucket) => Promise<unknown>) {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    await store.mergeThreads([doomed])
    await work(bucket)
    const later = performance.now() + 5000
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
    return { store, end: () => clock.mockRestore() }
  }

  it('an erasure', async () => {
    const { store, end } = await apart(async (bucket) => {
      const other = await openBucketStore(bucket.open())
      await other.eraseThreads(['doomed'])
      await other.close()
    })
    expect(await store.mergeThreads([doomed])).toEqual([{ id: 'doomed', outcome: 'erased' }])
    end()
    await store.close()
  })

  it('a thread that was taken away', async () => {
    const { store, end } = await apart(async (bucket) => {
      bucket.objects.delete('threads/doomed.json')
      const other = await openBucketStore(bucket.open(), { sweepAfter: 0 })
      await other.flushIndex()
      await other.close()
    })
    expect(await store.mergeThreads([doomed])).toEqual([{ id: 'doomed', outcome: 'added' }])
    expect(await store.getThread('doomed')).toBeDefined()
    end()
    await store.close()
  })

  it('a thread that was added, as soon as its analysis is to be stored', async () => {
    const bucket = new MemoryBucket()
    const store = await openBucketStore(bucket.open())
    const other = await openBucketStore(bucket.open())
    await other.mergeThreads([doomed])
    await store.saveAnalyses([ofDoomed])
    expect(await store.getAnalysis('doomed', KEY)).toEqual(ofDoomed.analysis)
    await store.close()
    await other.close()
  })
})

describe('bucket: a sweep', () => {
  it('merges an id-less conversation of a dead process into what it has grown to', async () => {
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
    const store = await openBucketStore(bucket.open(), { sweepAfter: 0 })
    await store.flushIndex()
    expect(await store.countThreads({})).toBe(2)
    await store.reindex()
    expect(await store.countThreads({})).toBe(2)
    await store.close()
  })

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
    bucket.objects.delete('threads/a.json')
    const store = await openBucketStore(bucket.open())
    await store.flushIndex()
    expect(await store.countThreads({})).toBe(0)
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
