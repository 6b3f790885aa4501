import { describe, expect, it, vi } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { assignTopics } from '../../src/analysis/topics/assign-topics.ts'
import { topicModelSchema } from '../../src/domain/analysis/topic-model.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from './thread-of.ts'

const ASKED: Record<string, readonly string[]> = {
  export: [
    'how do I download the wav file',
    'export the project as mp3',
    'where is the download of my mp3 file',
    'export to wav please',
    'can I download the export again',
  ],
  drums: [
    'give me a drum pattern with a hard kick',
    'the kick and snare pattern is stiff',
    'drum groove with ghost snare',
    'program a kick pattern for house drums',
    'swing the snare and the drums',
  ],
  חריזה: [
    'אני צריך חרוזים לבית השני',
    'איך מוצאים חרוזים טובים לבית',
    'תן לי חרוזים למילה ים בבית',
    'החרוזים בבית לא זורמים',
    'עזרה עם חרוזים לבית',
  ],
}

async function filled(): Promise<{ store: ChatStore; groups: Map<string, string> }> {
  const store = await openMemoryStore()
  const groups = new Map<string, string>()
  const threads = Object.entries(ASKED).flatMap(([group, asked]) =>
    asked.flatMap((words, i) =>
      ['', ' now', ' today'].map((end, n) => {
        const id = `${group}-${i}-${n}`
        groups.set(id, group)
        return threadOf([`u: ${words}${end}`], id)
      }),
    ),
  )
  await store.mergeThreads(threads)
  return { store, groups }
}

function mostFrequent(values: readonly string[]): string {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({
    value,
    n: all.length,
  }))
  return counts.toSorted((a, b) => b.n - a.n)[0]?.value ?? ''
}

describe('topics', () => {
  it('are those of the model that was made last, also when the clock was set back since', async () => {
    const { store } = await filled()
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer)
    const [before] = await store.listRecords('topicModel')
    vi.useFakeTimers({ now: Date.now() - 86_400_000, toFake: ['Date'] })
    try {
      await assignTopics(store, analyzer.key, { retopic: true })
      await runAnalysis(store, analyzer)
    } finally {
      vi.useRealTimers()
    }
    const [newest] = await store.listRecords('topicModel', { descending: true })
    expect(newest?.id).not.toBe(before?.id)
    const runs = await store.listRecords('run')
    expect(runs.map(({ startedAt }) => startedAt)).not.toEqual(
      runs.map(({ startedAt }) => startedAt).toSorted(),
    )
    const { items } = await store.listThreads({ analyzerKey: analyzer.key, limit: 1000 })
    const topics = new Set(items.map(({ analysis }) => analysis?.state))
    expect(topics).toEqual(new Set(['analyzed']))
    const assigned = await store.listRecords('topicAssignment', { limit: 1000 })
    expect(assigned.filter(({ modelId }) => modelId === newest?.id)).toHaveLength(45)
  })

  it('hold together what was asked about one matter, with titles from its words', async () => {
    const { store, groups } = await filled()
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer)
    const [model] = await store.listRecords('topicModel')
    expect(topicModelSchema.parse(model).sample).toBe(45)
    const matters = new Map<string, string[]>()
    for (const { threadId, topics } of await store.listRecords('topicAssignment', {
      limit: 1000,
    })) {
      for (const { id } of topics) {
        matters.set(id, [...(matters.get(id) ?? []), groups.get(threadId) ?? ''])
      }
    }
    const main = [...matters.values()].map(mostFrequent)
    const placed = [...matters.values()].flat().length
    const right = [...matters.values()].flatMap((found, i) =>
      found.filter((matter) => matter === main[i]),
    )
    expect(placed).toBeGreaterThan(40)
    expect(right.length / placed).toBeGreaterThan(0.9)
    expect(new Set(main).size).toBe(3)
    const titles = model?.topics.map(({ title }) => title).join(' | ') ?? ''
    expect(titles).toMatch(/export|download|wav|mp3/i)
    expect(titles).toMatch(/kick|snare|drum/i)
    expect(titles).toMatch(/חרוזים|בית/)
    expect(new Set(model?.topics.map(({ title }) => title)).size).toBe(model?.topics.length)
  })

  it('a new thread is assigned to the model that is there; what fits nothing is unclassified', async () => {
    const { store } = await filled()
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer)
    await store.mergeThreads([
      threadOf(['u: download the wav export again please'], 'new'),
      threadOf(['u: quantum chromodynamics lattice gauge coupling'], 'far'),
      threadOf(['a: Hello!'], 'mute'),
    ])
    await runAnalysis(store, analyzer)
    expect(await store.countRecords('topicModel')).toBe(1)
    const rows = await store.listRecords('topicAssignment', { limit: 1000 })
    const of = (id: string) => rows.find(({ threadId }) => threadId === id)
    const ofExports = rows.filter(({ threadId }) => threadId.startsWith('export'))
    expect(ofExports.map(({ topics }) => topics[0]?.id)).toContain(of('new')?.topics[0]?.id)
    expect(of('new')?.topics[0]?.messageId).toBe('m0')
    expect(of('far')?.unclassified).toBe('too-far')
    expect(of('mute')?.unclassified).toBe('no-request')
  })

  it('keep their ids over a refit of the same threads, and are the same twice', async () => {
    const { store } = await filled()
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer)
    const before = await assignTopics(store, analyzer.key)
    const after = await assignTopics(store, analyzer.key, { retopic: true })
    expect(after?.id).not.toBe(before?.id)
    expect(after?.topics).toEqual(before?.topics)
    expect(await store.countRecords('topicModel')).toBe(2)
  })

  it('are none without an analysis, and stop when told', async () => {
    const store = await openMemoryStore()
    expect(await assignTopics(store, 'local-x')).toBeUndefined()
    const { store: full } = await filled()
    const analyzer = await openAnalyzer('local')
    await runAnalysis(full, analyzer)
    const signal = AbortSignal.abort()
    await expect(assignTopics(full, analyzer.key, { signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
  })
})
