import { describe, expect, it } from 'vitest'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openBucketStore } from '../../../src/storage/objects/bucket/bucket-chat-store.ts'
import { analyzed, at, say, threadOf } from '../../conformance/check.ts'
import { MemoryBucket } from './memory-objects.ts'
import type { Request } from './memory-objects.ts'
import { seenIn } from './seen.ts'

const thread = (name: string, count: number, asOf?: string): Thread =>
  threadOf(
    {
      ...(name === 'idless' ? {} : { id: name }),
      messages: Array.from({ length: count }, (_, i) =>
        say(`words ${i} of ${name}`, { userId: 'u', time: i }),
      ),
    },
    asOf,
  )

/** Something of everything that is written. Each step may be done again. */
const STEPS: readonly ((store: ChatStore) => Promise<unknown>)[] = [
  (store) => store.mergeThreads([thread('a', 2), thread('b', 2), thread('idless', 2)]),
  (store) => store.saveAnalyses([analyzed(thread('a', 2)), analyzed(thread('b', 2))]),
  (store) => store.mergeThreads([thread('a', 3), thread('b', 2, at(60)), thread('idless', 4)]),
  (store) => store.eraseThreads(['b']),
  (store) => store.mergeThreads([thread('b', 2), thread('c', 2)]),
]

async function live(store: ChatStore, steps = STEPS): Promise<void> {
  for (const step of steps) await step(store)
}

/** How the life ends that nothing disturbs, and how many requests it takes. */
async function undisturbed() {
  const bucket = new MemoryBucket()
  const store = await openBucketStore(bucket.open())
  await live(store)
  const seen = await seenIn(store)
  const { requests } = bucket
  await store.close()
  return { seen, requests }
}

/** An outage, and nothing else. */
function expectOutage(error: unknown): void {
  expect(error).toMatchObject({ code: 'UNAVAILABLE' })
}

const outage = () => {
  throw new HitCraftError('UNAVAILABLE', 'the answer got lost')
}

describe('bucket: at every request of a life', () => {
  it('a death before it loses nothing that was acknowledged, and the life can be lived again', async () => {
    const { seen, requests } = await undisturbed()
    for (let last = 1; last <= requests; last++) {
      const bucket = new MemoryBucket()
      let left = last
      // A dead process asks for nothing more.
      bucket.before = () => {
        if (left-- <= 0) outage()
      }
      const done = await liveUntilDeath(bucket)
      bucket.before = () => undefined
      await expectSound(bucket, done, seen)
    }
  })

  it('a lost answer loses nothing, and the same process goes on', async () => {
    const { seen, requests } = await undisturbed()
    for (let lost = 1; lost <= requests; lost++) {
      const bucket = new MemoryBucket()
      const store = await openBucketStore(bucket.open())
      let left = lost
      bucket.after = () => {
        if (--left === 0) outage()
      }
      for (const step of STEPS) {
        try {
          await step(store)
        } catch (error) {
          expectOutage(error)
          await step(store)
        }
      }
      bucket.after = () => undefined
      expect(await seenIn(store), `request ${lost}`).toEqual(seen)
      await store.close()
      await expectSound(bucket, STEPS.length, seen)
    }
  })
})

/** @returns how many steps were acknowledged */
async function liveUntilDeath(bucket: MemoryBucket): Promise<number> {
  let done = 0
  let store: ChatStore | undefined
  try {
    store = await openBucketStore(bucket.open())
    for (const step of STEPS) {
      await step(store)
      done++
    }
  } catch (error) {
    expectOutage(error)
  } finally {
    await store?.close().catch(() => undefined)
  }
  return done
}

/** What was acknowledged is there; lived again from where it stopped, the life ends as it should. */
async function expectSound(
  bucket: MemoryBucket,
  done: number,
  seen: Record<string, string>,
): Promise<void> {
  const store = await openBucketStore(bucket.open(), { sweepAfter: 0 })
  const held = async (id: string) => (await store.getThread(id))?.messages.length ?? 0
  const promised: readonly [after: number, what: string, isKept: boolean][] = [
    [1, 'a thread', (await held('a')) >= 2],
    [2, 'its analysis', (await store.countRecords('history')) >= 1],
    [3, 'its growth', (await held('a')) === 3],
    [4, 'an erasure', (await held('b')) === 0],
  ]
  expect(promised.filter(([after, , isKept]) => done >= after && !isKept)).toEqual([])
  await live(store, STEPS.slice(done))
  expect(await seenIn(store)).toEqual(seen)
  await store.close()
  // Nothing of what was erased lies anywhere, and nothing is left over.
  const again = await openBucketStore(bucket.open())
  expect(await seenIn(again)).toEqual(seen)
  await again.close()
  const holding = [...bucket.objects].filter(([, { bytes }]) => bytes.includes('of b'))
  expect(holding.map(([key]) => key)).toEqual([])
}

describe('bucket: between the objects of a batch and its commit', () => {
  /** Runs something, by another process, right before the first request that fits. */
  function meanwhile(bucket: MemoryBucket, fits: (request: Request) => boolean) {
    let begun: Promise<unknown> | undefined
    return (work: () => Promise<unknown>) => {
      const open = bucket.open.bind(bucket)
      bucket.open = () => {
        const objects = open()
        return {
          kind: objects.kind,
          location: objects.location,
          addressSetting: objects.addressSetting,
          get: (key) => objects.get(key),
          list: (prefix) => objects.list(prefix),
          delete: (key) => objects.delete(key),
          describe: () => objects.describe(),
          clockSkew: () => objects.clockSkew(),
          close: () => objects.close(),
          async put(key, bytes, condition) {
            if (begun === undefined && fits({ verb: 'put', key })) {
              begun = work()
              await begun
            }
            return objects.put(key, bytes, condition)
          },
        }
      }
    }
  }

  it('an erasure by another process wins: what was written goes again', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    await other.mergeThreads([thread('a', 2)])
    meanwhile(bucket, ({ key }) => key.startsWith('catalog/segments/'))(() =>
      other.eraseThreads(['a']),
    )
    const store = await openBucketStore(bucket.open())
    const outcomes = await store.mergeThreads([thread('a', 3), thread('c', 1)])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['erased', 'added'])
    expect(await store.getThread('a')).toBeUndefined()
    expect(await store.countThreads({})).toBe(1)
    await other.refresh()
    expect(await other.countThreads({})).toBe(1)
    await other.close()
    await store.close()
    expect([...bucket.objects.keys()].filter((key) => key.startsWith('threads/'))).toEqual([
      'threads/c.json',
    ])
  })

  it('a conversation without an id that another stored is merged into theirs', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    meanwhile(bucket, ({ key }) => key.startsWith('catalog/segments/'))(() =>
      other.mergeThreads([thread('idless', 2)]),
    )
    const store = await openBucketStore(bucket.open())
    const [outcome] = await store.mergeThreads([thread('idless', 4)])
    await other.refresh()
    const { items } = await other.listThreads({})
    expect(items.map(({ id, messageCount }) => [id, messageCount])).toEqual([[outcome?.id, 4]])
    expect(outcome?.outcome).toBe('updated')
    await other.close()
    await store.close()
  })

  it('a thread that another has grown meanwhile keeps what both added', async () => {
    const bucket = new MemoryBucket()
    const other = await openBucketStore(bucket.open())
    await other.mergeThreads([thread('a', 1)])
    meanwhile(
      bucket,
      ({ key }) => key === 'threads/a.json',
    )(() => other.mergeThreads([thread('a', 2)]))
    const store = await openBucketStore(bucket.open())
    const extra = threadOf({ id: 'a', messages: [say('words more', { time: 9 })] })
    await store.mergeThreads([extra])
    expect((await store.getThread('a'))?.messages).toHaveLength(3)
    await other.refresh()
    expect((await other.listThreads({})).items[0]?.messageCount).toBe(3)
    await other.close()
    await store.close()
  })
})
