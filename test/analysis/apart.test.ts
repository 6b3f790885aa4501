import { afterEach, describe, expect, it } from 'vitest'
import { openAnalyzerApart } from '../../src/analysis/apart/analyzer-apart.ts'
import { WorkerPool } from '../../src/analysis/apart/worker-pool.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from './thread-of.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function oddPool(size: number): WorkerPool<string, string> {
  const pool = new WorkerPool<string, string>(new URL('odd-worker.ts', import.meta.url), size)
  opened.push(pool)
  return pool
}

describe('threads that work', () => {
  it('do more tasks than there are of them, each once', async () => {
    const pool = oddPool(2)
    const tasks = Array.from({ length: 30 }, (_, n) => String(n))
    const done = await Promise.all(tasks.map((task) => pool.run(task)))
    expect(done).toEqual(tasks.map((task) => `did ${task}`))
  })

  it('tell of an error what it was where it was thrown', async () => {
    const pool = oddPool(1)
    await expect(pool.run('refuse')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'not now',
      remedy: 'Later.',
    })
    await expect(pool.run('break')).rejects.toMatchObject({ name: 'TypeError' })
    expect(await pool.run('next')).toBe('did next')
  })

  it('go on when one dies: the task that it was at fails, and no other', async () => {
    const pool = oddPool(2)
    const tasks = ['1', '2', 'die', '3', '4', 'die', '5', '6', '7', '8', '9', '10']
    const done = await Promise.allSettled(tasks.map((task) => pool.run(task)))
    const died = { status: 'rejected', reason: { code: 'INTERNAL' } }
    expect(done).toMatchObject(
      tasks.map((task) => (task === 'die' ? died : { status: 'fulfilled', value: `did ${task}` })),
    )
  })

  it('give up what is under way when they are closed, and take nothing more', async () => {
    const pool = oddPool(1)
    const tasks = ['1', '2', '3', '4', '5', '6'].map((task) => pool.run(task))
    const settled = Promise.allSettled(tasks)
    await pool.close()
    for (const one of await settled) expect(one).toMatchObject({ reason: { code: 'INTERRUPTED' } })
    await expect(pool.run('7')).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await pool.close()
  })
})

const LINES = [
  'u: how do I export track $ as a wav file?',
  'a: I am sorry, I cannot do that.',
  'u: that is wrong, I asked for a wav file of track $',
  'a: Press export.',
  'u: תודה רבה!',
]

async function storeWith(count: number): Promise<ChatStore> {
  const store = await openMemoryStore()
  await store.mergeThreads(
    Array.from({ length: count }, (_, i) =>
      threadOf(
        LINES.slice(0, 2 + (i % 4)).map((line) => line.replace('$', String(i))),
        `t${i}`,
      ),
    ),
  )
  return store
}

/** What a run stored, without times. */
async function analyzedWith(workers: number) {
  const store = await storeWith(90)
  const analyzer = await openAnalyzerApart('local', { workers })
  opened.push(analyzer)
  const saved: string[] = []
  const noting: ChatStore = Object.assign(Object.create(store) as ChatStore, {
    saveAnalyses: (items: Parameters<ChatStore['saveAnalyses']>[0]) => {
      saved.push(...items.map(({ analysis }) => JSON.stringify(analysis)))
      return store.saveAnalyses(items)
    },
  })
  const run = await runAnalysis(noting, analyzer)
  expect(run).toMatchObject({ status: 'done', analyzed: 90, failed: 0 })
  const assigned = await store.listRecords('topicAssignment', { limit: 100 })
  return { saved, topics: assigned.map(({ threadId, topics }) => [threadId, topics]) }
}

describe('an analysis in threads of its own', () => {
  it('stores the same, in the same order, as one in place', async () => {
    const inPlace = await analyzedWith(0)
    expect(await analyzedWith(1)).toEqual(inPlace)
    expect(await analyzedWith(2)).toEqual(inPlace)
  })

  it('works in place as long as there is little to do', async () => {
    const analyzer = await openAnalyzerApart('local', { workers: 2, inPlace: 3 })
    opened.push(analyzer)
    const threads = Array.from({ length: 5 }, (_, i) => threadOf(LINES, `t${i}`))
    const seen: number[] = []
    for (const thread of threads) {
      seen.push(analyzer.atOnce ?? 1)
      expect(await analyzer.analyze(thread)).toMatchObject({ threadId: thread.id })
    }
    expect(seen).toEqual([1, 1, 1, 8, 8])
  })

  it('stopped, keeps what was under way and gives back the rest', async () => {
    const store = await storeWith(300)
    const analyzer = await openAnalyzerApart('local', { workers: 1 })
    opened.push(analyzer)
    const stop = new AbortController()
    const stopping = Object.assign(Object.create(analyzer) as typeof analyzer, {
      analyze: (...args: Parameters<typeof analyzer.analyze>) => {
        if (args[0].id === 't150') stop.abort()
        return analyzer.analyze(...args)
      },
    })
    const run = await runAnalysis(store, stopping, { signal: stop.signal, lease: 3_600_000 })
    expect(run.status).toBe('interrupted')
    expect(await store.countRecords('analysis')).toBe(run.analyzed)
    expect(await store.countPending(analyzer.key)).toBe(300 - run.analyzed)
    const others = { analyzerKey: analyzer.key, worker: 'other', lease: 1000, limit: 1000 }
    expect(await store.claimPending(others)).toHaveLength(300 - run.analyzed)
  })
})
