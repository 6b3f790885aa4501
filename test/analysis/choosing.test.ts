import { describe, expect, it } from 'vitest'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { sampleOrder } from '../../src/analysis/choosing/sample-order.ts'
import type { Candidate } from '../../src/analysis/choosing/sample-order.ts'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { planAnalysis, runAnalysis } from '../../src/analysis/run-analysis.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from './thread-of.ts'

/** Topics of different size, each over some months. */
const candidates = Array.from({ length: 1200 }, (_, i): Candidate => {
  const topic = i % 3 === 0 ? 'a' : i % 40 === 1 ? 'c' : 'b'
  return { id: `t${i}`, topic, month: `2025-0${1 + (i % 7)}` }
})

const countBy = (ids: readonly string[], of: (one: Candidate) => string) =>
  Map.groupBy(
    candidates.filter(({ id }) => ids.includes(id)),
    of,
  )

describe('the order of a sample', () => {
  const order = sampleOrder(candidates)

  it('is the same however the threads come, and holds each once', () => {
    expect(sampleOrder(candidates.toReversed())).toEqual(order)
    expect(order.toSorted()).toEqual(candidates.map(({ id }) => id).toSorted())
  })

  it('gives each topic its share up to a thread, however small the sample', () => {
    for (const size of [40, 90, 300, 700]) {
      const drawn = countBy(order.slice(0, size), ({ topic }) => topic)
      for (const [topic, all] of Map.groupBy(candidates, (one) => one.topic)) {
        const due = (all.length * size) / candidates.length
        expect(Math.abs((drawn.get(topic)?.length ?? 0) - due)).toBeLessThan(2)
      }
    }
  })

  it('gives each month of a topic its share in a large one', () => {
    const stratum = ({ topic, month }: Candidate) => `${topic} ${month}`
    const drawn = countBy(order.slice(0, 600), stratum)
    for (const [name, all] of Map.groupBy(candidates, stratum)) {
      expect(Math.abs((drawn.get(name)?.length ?? 0) - all.length / 2)).toBeLessThan(1.5)
    }
  })

  it('gives threads of small and large strata the same chance', () => {
    // One stratum of 900 threads and 300 of one each, many times with other ids.
    let alone = 0
    for (let draw = 0; draw < 60; draw++) {
      const many = Array.from({ length: 400 }, (_, i) => ({
        id: `${draw}/${i}`,
        topic: i < 300 ? '' : `own ${i}`,
        month: '',
      }))
      const drawn = sampleOrder(many).slice(0, 40)
      alone += drawn.filter((id) => Number(id.split('/')[1]) >= 300).length
    }
    // A tenth of 100 is due each time: 600, give or take three deviations of 23.
    expect(Math.abs(alone - 600)).toBeLessThan(70)
  })
})

/** Another opinion than the rules', which costs nothing. */
async function otherAnalyzer(): Promise<Analyzer & { readonly asked: string[] }> {
  const local = await openAnalyzer('local')
  const asked: string[] = []
  return {
    asked,
    key: 'other-1-000000000000',
    async analyze(thread, options) {
      asked.push(thread.id)
      return { ...(await local.analyze(thread, options)), analyzerKey: 'other-1-000000000000' }
    },
  }
}

async function storeWith(count: number): Promise<ChatStore> {
  const store = await openMemoryStore()
  await store.mergeThreads(
    Array.from({ length: count }, (_, i) =>
      threadOf(
        i % 4 === 0
          ? [`u: How do I export track ${i}?`, "a: I'm sorry, but I can't help with that."]
          : [`u: How do I export track ${i}?`, 'a: Press export.', 'u: Thanks!'],
        `t${i}`,
      ),
    ),
  )
  return store
}

describe('a run that chooses', () => {
  it('takes up a sample in its order, goes on with it, and adds to it for a larger one', async () => {
    const store = await storeWith(60)
    const other = await otherAnalyzer()
    const order = sampleOrder(
      Array.from({ length: 60 }, (_, i) => ({ id: `t${i}`, topic: '', month: '' })),
    )
    expect(await planAnalysis(store, other, { sample: 20, limit: 15 })).toMatchObject({
      pending: 60,
      planned: 15,
      choice: { sample: { size: 20, of: 60 } },
    })
    const first = await runAnalysis(store, other, { sample: 20, limit: 15 })
    expect(first).toMatchObject({ analyzed: 15, choice: { sample: { size: 20, of: 60 } } })
    expect(await store.getRecord('run', first.id)).toEqual(first)
    expect(other.asked).toEqual(order.slice(0, 15))
    expect(await runAnalysis(store, other, { sample: 20 })).toMatchObject({ analyzed: 5 })
    expect(await runAnalysis(store, other, { sample: 20 })).toMatchObject({ analyzed: 0 })
    expect(await runAnalysis(store, other, { sample: 26 })).toMatchObject({ analyzed: 6 })
    expect(other.asked).toEqual(order.slice(0, 26))
  })

  it('is shared by runs at the same time', async () => {
    const store = await storeWith(60)
    const other = await otherAnalyzer()
    const runs = await Promise.all([1, 2].map(() => runAnalysis(store, other, { sample: 30 })))
    expect(runs.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(other.asked).toHaveLength(30)
    expect(new Set(other.asked).size).toBe(30)
  })

  it('takes up those alone that the rules marked', async () => {
    const store = await storeWith(40)
    const local = await openAnalyzer('local')
    const other = await otherAnalyzer()
    const only = { facets: { outcome: 'resolved' } }
    await expect(runAnalysis(store, other, { only })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await runAnalysis(store, local)
    const run = await runAnalysis(store, other, { only })
    expect(run).toMatchObject({
      analyzed: 30,
      choice: { only: { facets: ['outcome:resolved'] }, by: local.key },
    })
    expect(other.asked.some((id) => Number(id.slice(1)) % 4 === 0)).toBe(false)
    await expect(runAnalysis(store, local, { only })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})
