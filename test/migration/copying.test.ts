import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Run } from '../../src/domain/analysis/run.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { migrateStore, verifyStores } from '../../src/index.ts'
import type { ChatStore } from '../../src/index.ts'
import { inFlight } from '../../src/migration/copy/in-flight.ts'
import { isComplete } from '../../src/migration/copy/migration.ts'
import { refuseHalfFilled } from '../../src/migration/filling/half-filled.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { analyzed } from '../conformance/check.ts'

function thread(id: string, ...texts: string[]): Thread {
  const messages = texts.map((text, n) => ({
    id: `${id}/${text}`,
    role: n % 2 === 0 ? 'user' : 'assistant',
    createdAt: `2025-03-10T10:00:0${n}.000Z`,
    content: [{ type: 'text' as const, text }],
  }))
  return buildThread({ id, messages }, { format: 'test', asOf: '2025-03-10T10:00:09.000Z' })
}

const idOf = (n: number) => `t${String(n).padStart(4, '0')}`

function run(analyzedCount: number, status: Run['status'] = 'done'): Run {
  return {
    id: '2025-03-10T10:00:00.000Z-00000000',
    analyzerKey: 'local-1',
    startedAt: '2025-03-10T10:00:00.000Z',
    status,
    schemaVersion: 2,
    planned: 9,
    analyzed: analyzedCount,
    failed: 0,
    failedBy: {},
    errors: [],
  }
}

/** A store with some of its calls in between. */
function through(store: ChatStore, calls: Partial<ChatStore>): ChatStore {
  return { ...store, ...calls }
}

let from: ChatStore
let to: ChatStore

beforeEach(async () => {
  from = await openMemoryStore()
  to = await openMemoryStore()
  const threads = Array.from({ length: 400 }, (_, n) => thread(idOf(n), `words ${n}`))
  await from.mergeThreads(threads)
  await from.saveAnalyses(threads.map((each) => analyzed(each)))
  await from.putRecords('run', [run(3)])
})

describe('stores that answer without waiting give the process its turn, so that one can stop', () => {
  const many = Array.from({ length: 4000 }, (_, n) => thread(`u${idOf(n)}`, `words ${n}`))
  beforeEach(() => from.mergeThreads(many))

  it.each([
    ['a pass', migrateStore],
    ['a verification', verifyStores],
  ])('%s', async (_, work) => {
    if (work === verifyStores) await to.mergeThreads(many)
    const stop = new AbortController()
    const reason = new Error('stopped')
    let done = 0
    const working = work(from, to, {
      signal: stop.signal,
      onProgress: (n: number) => {
        if (done === 0) void setImmediate().then(() => stop.abort(reason))
        done = n
      },
    })
    await expect(working).rejects.toBe(reason)
    expect(done).toBeLessThan(many.length)
  })
})

describe('a second pass', () => {
  it('carries over what was written, changed and erased, and reads nothing else', async () => {
    await migrateStore(from, to)
    await from.mergeThreads([thread('new', 'words'), thread(idOf(7), 'words 7', 'an answer')])
    await from.putRecords('run', [run(5)])
    await from.eraseThreads([idOf(9)])
    const asked: string[] = []
    const analyses: string[] = []
    const watched = through(from, {
      getThreads: (ids) => {
        asked.push(...ids)
        return from.getThreads(ids)
      },
      getRecord: (kind, id) => {
        if (kind === 'analysis') analyses.push(id)
        return from.getRecord(kind, id)
      },
      listRecords: (kind, query) => {
        if (kind === 'analysis') analyses.push('a list')
        return from.listRecords(kind, query)
      },
    })
    const moved = await migrateStore(watched, to)
    expect(asked.toSorted()).toEqual(['new', idOf(7)])
    expect(analyses).toEqual([])
    expect(moved).toMatchObject({
      copied: { threads: 1, tombstones: 1 },
      updated: { threads: 1, runs: 1 },
      unchanged: { threads: 398 - 1 + 1, analyses: 399 },
      onlyThere: { threads: 0 },
      erased: 1,
      problems: [],
    })
    expect(isComplete(moved)).toBe(true)
    expect(await verifyStores(from, to)).toMatchObject({ equal: true })
  })

  it('says of a record that somebody changed in the target that it conflicts', async () => {
    await migrateStore(from, to)
    await to.putRecords('run', [run(4)])
    await from.putRecords('run', [run(5)])
    const moved = await migrateStore(from, to)
    expect(moved.conflicts).toMatchObject({ runs: 1 })
    expect(moved.problems).toMatchObject([{ kind: 'runs', id: run(0).id }])
    expect(await to.getRecord('run', run(0).id)).toEqual(run(4))
  })
})

describe('a target with other data', () => {
  beforeEach(async () => {
    await to.mergeThreads([
      thread('theirs', 'words'),
      thread(idOf(1), 'words 1', 'said only there'),
      thread(idOf(2), 'words 2'),
    ])
    await from.mergeThreads([
      thread(idOf(1), 'words 1', 'said only here'),
      thread(idOf(2), 'words 2', 'grown here'),
    ])
    await to.putRecords('run', [run(1, 'running')])
  })

  const messagesOf = async (id: string) => (await to.getThread(id))?.messages.length

  it('is not written over: what conflicts is named, and the rest comes', async () => {
    const dry = await migrateStore(from, to, { dryRun: true })
    const moved = await migrateStore(from, to)
    for (const each of [dry, moved]) {
      expect(each).toMatchObject({
        copied: { threads: 398 },
        updated: { threads: 1 },
        conflicts: { threads: 1, runs: 1 },
        onlyThere: { threads: 1 },
        problems: [
          { kind: 'threads', id: idOf(1) },
          { kind: 'runs', id: run(0).id },
        ],
      })
      expect(isComplete(each)).toBe(false)
    }
    expect(await messagesOf(idOf(1))).toBe(2)
    expect(await messagesOf(idOf(2))).toBe(2)
    expect(await to.getRecord('run', run(0).id)).toEqual(run(1, 'running'))
  })

  it('stands where it is told to', async () => {
    const moved = await migrateStore(from, to, { onConflict: 'keep-target' })
    expect(moved).toMatchObject({ settled: { threads: 1, runs: 1 }, conflicts: { threads: 0 } })
    expect(isComplete(moved)).toBe(true)
    expect(await messagesOf(idOf(1))).toBe(2)
    expect(await to.getRecord('run', run(0).id)).toEqual(run(1, 'running'))
  })

  it('is merged with, and has the later of two states, where it is told to keep the newer', async () => {
    const moved = await migrateStore(from, to, { onConflict: 'keep-newer' })
    expect(moved).toMatchObject({ settled: { threads: 1, runs: 1 }, problems: [] })
    expect(await messagesOf(idOf(1))).toBe(3)
    expect(await to.getRecord('run', run(0).id)).toEqual(run(3))
    await to.putRecords('run', [run(4)])
    await migrateStore(from, to, { onConflict: 'keep-newer' })
    expect(await to.getRecord('run', run(0).id)).toEqual(run(4))
  })
})

describe('what stands in the way of a migration', () => {
  it('is named where it is one record, and the rest goes on', async () => {
    const refusing = through(to, {
      mergeThreads: async (threads) => {
        if (threads.some(({ id }) => id === idOf(123))) {
          throw new HitCraftError('INVALID_INPUT', 'too long a name for this store')
        }
        return to.mergeThreads(threads)
      },
    })
    const moved = await migrateStore(from, refusing)
    expect(moved).toMatchObject({
      copied: { threads: 399 },
      failed: { threads: 1 },
      problems: [{ kind: 'threads', id: idOf(123), reason: 'too long a name for this store' }],
    })
    await expect(refuseHalfFilled(to)).resolves.toBeUndefined()
    const [mark] = await to.listRecords('migration')
    expect(mark).toMatchObject({ state: 'whole', gaps: 1 })
  })

  it('ends it where it is the store, and the next pass goes on', async () => {
    let calls = 0
    const failing = through(to, {
      mergeThreads: async (threads) => {
        calls++
        if (calls > 2) throw new HitCraftError('UNAVAILABLE', 'the server is gone')
        return to.mergeThreads(threads)
      },
    })
    await expect(migrateStore(from, failing)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(refuseHalfFilled(to)).rejects.toMatchObject({ code: 'INCOMPLETE' })
    const there = await to.countThreads({})
    expect(there).toBeGreaterThan(0)
    const moved = await migrateStore(from, to)
    expect(moved.unchanged).toMatchObject({ threads: there })
    expect(await verifyStores(from, to)).toMatchObject({ equal: true })
  })

  it('is found by reading back', async () => {
    const lossy = through(to, {
      getThreads: async (ids) =>
        (await to.getThreads(ids)).map((each) =>
          each?.id === idOf(5) ? thread(idOf(5), 'other words') : each,
        ),
    })
    const moved = await migrateStore(from, lossy)
    expect(moved.failed).toMatchObject({ threads: 1 })
    expect(moved.problems).toMatchObject([{ id: idOf(5) }])
  })
})

it('a conflict counts as settled only where what was read back is what both come to', async () => {
  const [here, there] = [await openMemoryStore(), await openMemoryStore()]
  await here.mergeThreads([thread('t', 'a word', 'from the source')])
  await there.mergeThreads([thread('t', 'a word', 'from the target')])
  const lossy = through(there, {
    mergeThreads: (threads) =>
      Promise.resolve(threads.map(({ id }) => ({ id, outcome: 'updated' as const }))),
  })
  const moved = await migrateStore(here, lossy, { onConflict: 'keep-newer' })
  expect(moved).toMatchObject({ settled: { threads: 0 }, failed: { threads: 1 } })
  const settled = await migrateStore(here, there, { onConflict: 'keep-newer' })
  expect(settled).toMatchObject({ settled: { threads: 1 }, failed: { threads: 0 } })
})

describe('work in flight', () => {
  it('comes out in order, a few pieces at once, and nothing of it outlives the end', async () => {
    let atOnce = 0
    let most = 0
    const work = async (n: number) => {
      atOnce++
      most = Math.max(most, atOnce)
      for (let turn = n % 3; turn >= 0; turn--) await setImmediate()
      atOnce--
      if (n === 7) throw new Error('the seventh')
      return n
    }
    async function* numbers(last: number) {
      for (let n = 0; n <= last; n++) yield n
    }
    expect(await Array.fromAsync(inFlight(numbers(6), 3, work))).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(most).toBe(3)
    await expect(Array.fromAsync(inFlight(numbers(20), 3, work))).rejects.toThrow('the seventh')
    expect(atOnce).toBe(0)
  })
})
