import { describe, expect, it, vi } from 'vitest'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { analyzed, at, KEY, oneLine, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'

const doomed = oneLine('doomed', 'words', 1)
const ofDoomed = analyzed(doomed, { summary: 'one line' })

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

  it('a thread that was taken away is repaired', async () => {
    const { store, end } = await apart(async (bucket) => {
      bucket.objects.delete('threads/doomed.json')
      const other = await openBucketStore(bucket.open(), { sweepAfter: 0 })
      await other.flushIndex()
      await other.close()
    })
    expect(await store.mergeThreads([doomed])).toEqual([
      { id: 'doomed', outcome: 'unchanged', damage: 'repaired' },
    ])
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

describe('bucket: of two exports at once, one that confirms a thread and one that changes it', () => {
  const exported = (title: string, asOf: number) =>
    threadOf({ id: 'a', title, messages: [say('words', { id: 'm1', time: 1 })] }, at(asOf))
  const confirms = exported('first', 4)
  const changes = exported('second', 3)

  for (const [name, slow, quick] of [
    ['the change is told late', changes, confirms],
    ['the confirmation is told late', confirms, changes],
  ] as const) {
    it(`the younger one is right when ${name}`, async () => {
      const bucket = new MemoryBucket()
      const other = await openBucketStore(bucket.open())
      await other.mergeThreads([exported('first', 2)])
      const objects = bucket.open()
      const put = objects.put.bind(objects)
      let begun: Promise<unknown> | undefined
      objects.put = async (key, bytes, condition) => {
        if (key.startsWith('catalog/segments/')) await (begun ??= other.mergeThreads([quick]))
        return put(key, bytes, condition)
      }
      const store = await openBucketStore(objects)
      await store.mergeThreads([slow])
      const thread = await store.getThread('a')
      expect([thread?.title, thread?.asOf]).toEqual(['first', at(4)])
      await store.close()
      await other.close()
    })
  }
})
