import { expect } from 'vitest'
import type { Certainty, Failure } from '../../../src/domain/analysis/analysis.ts'
import type { FailureKind } from '../../../src/domain/analysis/failure-kind.ts'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { windowAnswersId } from '../../../src/domain/kinds/window-answers.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { AWKWARD_IDS } from '../arbitraries.ts'
import {
  allPages,
  analyzed,
  assignment,
  at,
  expectCode,
  expectSame,
  KEY,
  oneLine,
  say,
  threadOf,
  topicModel,
} from '../check.ts'
import type { Facet } from '../check.ts'

const OTHER = 'local-2-000000000000'
const threads = AWKWARD_IDS.map((id, i) => oneLine(id, `text ${i}`, i))
const sortedIds = threads.map(({ id }) => id).sort(compareIds)

async function pendingIds(store: ChatStore, analyzerKey = KEY, limit = 4): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const after = ids.at(-1)
    const page = await store.listPending({
      analyzerKey,
      limit,
      ...(after === undefined ? {} : { after }),
    })
    ids.push(...page.map(({ id }) => id))
    if (page.length < limit) return ids
    expect(ids.length).toBeLessThan(10_000)
  }
}

export const analyses: Facet = {
  name: 'pending and analyses',
  checks: [
    {
      name: 'every thread is pending under a key until it is analyzed under that key',
      async run({ store }) {
        await store.mergeThreads(threads)
        expectSame(await pendingIds(store), sortedIds)
        const [one] = await store.listPending({ analyzerKey: KEY, limit: 1 })
        const first = threads.find(({ id }) => id === sortedIds[0])
        expectSame(one, { id: first?.id, contentHash: first?.contentHash, messageCount: 1 })
        const done = threads.filter((_, i) => i % 3 === 0)
        await store.saveAnalyses(done.map((thread) => analyzed(thread)))
        const doneIds = new Set(done.map(({ id }) => id))
        const left = sortedIds.filter((id) => !doneIds.has(id))
        for (const limit of [1, 5, 1000]) expectSame(await pendingIds(store, KEY, limit), left)
        expect(await store.countPending(KEY)).toBe(left.length)
        expect(await store.countPending(OTHER)).toBe(threads.length)
        await expectCode('INVALID_INPUT', () => store.listPending({ analyzerKey: KEY, limit: 0 }))
      },
    },
    {
      name: 'a thread that changed is pending again, one that came again unchanged is not',
      async run({ store }) {
        // As many analyses as threads all the while: counts alone do not tell.
        const [a, b] = [oneLine('a', 'x', 1), oneLine('b', 'x', 1)]
        await store.mergeThreads([a, b])
        await store.saveAnalyses([analyzed(a), analyzed(b)])
        expect(await store.countPending(KEY)).toBe(0)
        await store.mergeThreads([a])
        expect(await store.countPending(KEY)).toBe(0)
        await store.mergeThreads([threadOf({ id: 'a', messages: [say('more', { id: 'm2' })] })])
        expectSame(await pendingIds(store), ['a'])
        expect(await store.countPending(KEY)).toBe(1)
        const grown = await store.getThread('a')
        if (grown !== undefined) await store.saveAnalyses([analyzed(grown)])
        expect(await store.countPending(KEY)).toBe(0)
      },
    },
    {
      name: 'a stale analysis is kept, does not count, and never replaces the present one',
      async run({ store }) {
        const old = oneLine('a', 'x', 1)
        await store.mergeThreads([old])
        await store.mergeThreads([threadOf({ id: 'a', messages: [say('more', { id: 'm2' })] })])
        const now = await store.getThread('a')
        if (now === undefined) return expect.fail('the thread is not there')
        const stale = analyzed(old, { summary: 'stale' }, 1)
        await store.saveAnalyses([stale])
        expect(await store.countPending(KEY)).toBe(1)
        expectSame(await store.getAnalysis('a', KEY), stale.analysis)
        const present = analyzed(now, { summary: 'present' }, 2)
        await store.saveAnalyses([present])
        await store.saveAnalyses([
          { ...stale, entry: { ...stale.entry, id: `${stale.entry.id}-2` } },
        ])
        expectSame(await store.getAnalysis('a', KEY), present.analysis)
        const again = analyzed(now, { summary: 'again' }, 3)
        await store.saveAnalyses([again])
        expectSame(await store.getAnalysis('a', KEY), again.analysis)
        expect(await store.countRecords('analysis')).toBe(1)
        expect(await store.countRecords('history')).toBe(4)
        return undefined
      },
    },
    {
      name: 'stores an analysis with its line of the history, and nothing of a thread that is gone',
      async run({ store }) {
        const [thread] = threads
        if (thread === undefined) return
        await store.mergeThreads([thread])
        const mine = analyzed(thread)
        await store.saveAnalyses([mine, analyzed(oneLine('gone', 'x'))])
        expectSame(await store.listRecords('analysis'), [mine.analysis])
        expectSame(await store.listRecords('history'), [mine.entry])
        expect(await store.getAnalysis('gone', KEY)).toBeUndefined()
        expect(await store.getAnalysis(thread.id, OTHER)).toBeUndefined()
        await store.saveTopicAssignments([assignment('m', { id: 'gone', contentHash: '' }, 't1')])
        expect(await store.countRecords('topicAssignment')).toBe(0)
      },
    },
    {
      name: 'keeps answers to windows of a thread that is there, and lets go of them with its analysis',
      async run({ store }) {
        const thread = oneLine('a', 'x')
        await store.mergeThreads([thread])
        const answersOf = (threadId: string, analyzerKey = KEY) => ({
          threadId,
          analyzerKey,
          answers: [{ sent: '0', text: threadId }],
        })
        await store.saveWindowAnswers([answersOf('a'), answersOf('gone'), answersOf('a', OTHER)])
        expect(await store.countRecords('windowAnswers')).toBe(2)
        await store.saveAnalyses([{ ...analyzed(oneLine('gone', 'x')), hadWindows: true }])
        expect(await store.countRecords('windowAnswers')).toBe(2)
        await store.saveAnalyses([{ ...analyzed(thread), hadWindows: true }])
        const id = windowAnswersId(KEY, 'a')
        expectSame(await store.getRecord('windowAnswers', id), { ...answersOf('a'), answers: [] })
        const other = windowAnswersId(OTHER, 'a')
        expectSame(await store.getRecord('windowAnswers', other), answersOf('a', OTHER))
        // One who has lost the thread to another comes too late.
        await store.saveWindowAnswers([answersOf('a')])
        expectSame(await store.getRecord('windowAnswers', id), { ...answersOf('a'), answers: [] })
        await store.mergeThreads([threadOf({ id: 'a', messages: [say('more', { id: 'm2' })] })])
        await store.saveWindowAnswers([answersOf('a')])
        expectSame(await store.getRecord('windowAnswers', id), answersOf('a'))
        const now = await store.getThread('a')
        if (now === undefined) return expect.fail('the thread is not there')
        await store.saveAnalyses([analyzed(now, { summary: 'present' }, 2)])
        // Also an analysis that yields lets go of them.
        await store.saveAnalyses([{ ...analyzed(thread, { summary: 'old' }, 3), hadWindows: true }])
        expectSame(await store.getRecord('windowAnswers', id), { ...answersOf('a'), answers: [] })
        return undefined
      },
    },
    {
      name: 'keeps keys apart: two keys are two opinions',
      async run({ store }) {
        const thread = oneLine('a', 'x')
        await store.mergeThreads([thread])
        const left = analyzed(thread, { summary: 'left' })
        const right = analyzed(thread, { summary: 'right', analyzerKey: OTHER })
        await store.saveAnalyses([left, right])
        expectSame(await store.getAnalysis('a', KEY), left.analysis)
        expectSame(await store.getAnalysis('a', OTHER), right.analysis)
        const page = await store.listAnalyses({ analyzerKey: OTHER })
        expectSame(
          page.items.map(({ analysis }) => analysis.summary),
          ['right'],
        )
      },
    },
    {
      name: 'lists show the state under the key that was named, and filter by it',
      async run({ store }) {
        const made = Array.from({ length: 8 }, (_, i) => oneLine(`t${i}`, 'x', i))
        await store.mergeThreads(made)
        await store.saveAnalyses([
          ...made.slice(0, 6).map((thread, i) =>
            analyzed(thread, {
              outcome: i < 2 ? 'resolved' : 'abandoned',
              ...(i % 2 === 0 ? { language: 'he' } : {}),
              failures:
                i === 3 ? [failure('refused'), failure('wrong'), failure('broke', 'maybe')] : [],
            }),
          ),
          ...made.slice(7).map((thread) => analyzed(thread, { contentHash: '0'.repeat(64) })),
        ])
        const ids = async (query: object) => {
          const items = await allPages((cursor) =>
            store.listThreads({ analyzerKey: KEY, limit: 2, ...query, ...cursor }),
          )
          expect(await store.countThreads({ analyzerKey: KEY, ...query })).toBe(items.length)
          return items.map(({ id }) => id)
        }
        expectSame(await ids({ state: 'pending' }), ['t7', 't6'])
        expectSame(await ids({ state: 'analyzed' }), ['t5', 't4', 't3', 't2', 't1', 't0'])
        expectSame(await ids({ outcome: 'resolved' }), ['t1', 't0'])
        expectSame(await ids({ language: 'he' }), ['t4', 't2', 't0'])
        expectSame(await ids({ language: 'he', outcome: 'resolved' }), ['t0'])
        expectSame(await ids({ state: 'pending', outcome: 'resolved' }), [])
        const { items } = await store.listThreads({ analyzerKey: KEY })
        expectSame(items.at(4)?.analysis, {
          state: 'analyzed',
          outcome: 'abandoned',
          failures: ['refused', 'wrong'],
        })
        expectSame(items[0]?.analysis, { state: 'pending' })
        expect((await store.listThreads({})).items[0]?.analysis).toBeUndefined()
        for (const query of [
          { state: 'pending' },
          { outcome: 'resolved' },
          { topic: 't1' },
        ] as const) {
          await expectCode('INVALID_INPUT', () => store.listThreads(query))
          await expectCode('INVALID_INPUT', () => store.countThreads(query))
        }
      },
    },
    {
      name: 'topics are those of the newest model of the key',
      async run({ store }) {
        const made = Array.from({ length: 3 }, (_, i) => oneLine(`t${i}`, 'x', i))
        await store.mergeThreads(made)
        await store.saveAnalyses(made.map((thread) => analyzed(thread)))
        const assign = (modelId: string, topics: readonly (string | undefined)[]) =>
          made.map((thread, i) => assignment(modelId, thread, topics[i]))
        await store.putRecords('topicModel', [topicModel('2025-a')])
        await store.saveTopicAssignments(assign('2025-a', ['t1', 't1', 't2']))
        const byTopic = async (topic: string) =>
          (await store.listThreads({ analyzerKey: KEY, topic })).items.map(({ id }) => id)
        expectSame(await byTopic('t1'), ['t1', 't0'])
        await store.saveTopicAssignments(assign('2025-a', ['t1', 't2', 't2']).slice(1, 2))
        expectSame(await byTopic('t1'), ['t0'])
        expectSame(await byTopic('t2'), ['t2', 't1'])
        await store.putRecords('topicModel', [topicModel('2025-b'), topicModel('2026-x', OTHER)])
        expectSame(await byTopic('t2'), [])
        await store.saveTopicAssignments(assign('2025-b', [undefined, 't9', undefined]))
        const page = await store.listAnalyses({ analyzerKey: KEY })
        expectSame(
          page.items.map(({ summary }) =>
            summary.analysis?.state === 'analyzed' ? (summary.analysis.topic ?? '-') : '?',
          ),
          ['-', 't9', '-'],
        )
        expect(await store.countThreads({ analyzerKey: KEY, topic: 't9' })).toBe(1)
      },
    },
    {
      name: 'analyses are listed with their summary, in the order and under the filter of lists',
      async run({ store }) {
        await store.mergeThreads(threads)
        const done = threads.filter((_, i) => i % 2 === 0)
        await store.saveAnalyses(done.map((thread) => analyzed(thread, { summary: thread.id })))
        for (const order of ['newest', 'id'] as const) {
          const query = { analyzerKey: KEY, order, from: at(4), to: at(30) }
          const listed = await allPages((cursor) =>
            store.listThreads({ ...query, state: 'analyzed', limit: 1000, ...cursor }),
          )
          const items = await allPages((cursor) =>
            store.listAnalyses({ ...query, limit: 3, ...cursor }),
          )
          expectSame(
            items.map(({ summary }) => summary),
            listed,
          )
          expectSame(
            items.map(({ analysis }) => analysis.summary),
            listed.map(({ id }) => id),
          )
          expect(items).toHaveLength(13)
        }
      },
    },
  ],
}

function failure(kind: FailureKind, certainty: Certainty = 'shown'): Failure {
  return { kind, certainty, noticedBy: 'nobody', evidence: [] }
}
