import { expect } from 'vitest'
import {
  analyzed,
  assignment,
  at,
  expectSame,
  KEY,
  oneLine,
  say,
  threadOf,
  topicModel,
  topicOf,
} from '../check.ts'
import type { Facet } from '../check.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'

function conversation(count: number) {
  return threadOf({
    messages: Array.from({ length: count }, (_, i) => say(`line ${i}`, { time: i })),
  })
}

export const erase: Facet = {
  name: 'erase',
  checks: [
    {
      name: 'nothing of an erased thread is left: body, list, search, analysis, assignment, history',
      async run({ store }) {
        const [gone, kept] = [oneLine('gone', 'secret words', 1), oneLine('kept', 'other words', 2)]
        await store.mergeThreads([gone, kept])
        await store.saveWindowAnswers(
          [gone, kept].map(({ id }) => ({ threadId: id, analyzerKey: KEY, answers: [] })),
        )
        await store.saveAnalyses([analyzed(gone), analyzed(kept)])
        await store.saveTopicAssignments(
          [gone, kept].map((thread) => assignment('m', thread, 't1')),
        )
        await store.flushIndex()
        expect(await store.eraseThreads(['gone', 'not there', 'gone'])).toBe(1)
        expect(await store.eraseThreads(['gone'])).toBe(0)
        expect(await store.getThread('gone')).toBeUndefined()
        expectSame(
          (await store.listThreads({})).items.map(({ id }) => id),
          ['kept'],
        )
        expectSame(
          (await store.listThreads({ order: 'id' })).items.map(({ id }) => id),
          ['kept'],
        )
        expect(await store.countThreads({})).toBe(1)
        expectSame(
          (await store.searchThreads({ words: 'words' })).items.map(({ id }) => id),
          ['kept'],
        )
        expectSame((await store.searchThreads({ words: 'secret' })).items, [])
        expect(await store.getAnalysis('gone', KEY)).toBeUndefined()
        expect(await store.countRecords('analysis')).toBe(1)
        expect(await store.countRecords('topicAssignment')).toBe(1)
        expect(await store.countRecords('windowAnswers')).toBe(1)
        expectSame(
          (await store.listRecords('history')).map(({ threadId }) => threadId),
          ['kept'],
        )
        expect(await store.countPending(KEY)).toBe(0)
        await store.reindex()
        expect(await store.countThreads({})).toBe(1)
        expectSame(await store.indexState(), { complete: true, indexed: 1, total: 1 })
      },
    },
    {
      name: 'records that name an erased thread among others stay, without it',
      async run({ store }) {
        await store.mergeThreads([oneLine('gone', 'x', 1), oneLine('kept', 'x', 2)])
        const run = {
          id: 'r',
          analyzerKey: KEY,
          startedAt: at(0),
          status: 'done',
          schemaVersion: 2,
          planned: 2,
          failedBy: { INTERNAL: 2 },
          analyzed: 0,
          failed: 2,
        } as const
        const failed = (...ids: string[]) =>
          ids.map((threadId) => ({ threadId, code: 'INTERNAL', message: 'it broke' }))
        const titles = ['gone', 'kept'].map((threadId) => ({ text: `of ${threadId}`, threadId }))
        const topic = { title: 'of gone', titles }
        const left = topicOf(['kept'], { title: 'of kept', titles: titles.slice(1) })
        const other = { ...topicModel('other'), needs: [topicOf(['kept'])] }
        await store.putRecords('run', [{ ...run, errors: failed('gone', 'kept', 'lost') }])
        await store.putRecords('topicModel', [
          { ...topicModel('m'), topics: [topicOf(['gone', 'kept'], topic)] },
          other,
        ])
        expect(await store.eraseThreads(['gone', 'lost'])).toBe(1)
        expectSame(await store.listRecords('run'), [{ ...run, errors: failed('kept') }])
        expectSame(await store.listRecords('topicModel'), [
          { ...topicModel('m'), topics: [left] },
          other,
        ])
      },
    },
    {
      name: 'what was erased stays so: the outcome is erased and nothing is stored',
      async run({ store }) {
        await store.mergeThreads([oneLine('gone', 'x', 1)])
        await store.eraseThreads(['gone'])
        expectSame(await store.mergeThreads([oneLine('gone', 'y', 2), oneLine('new', 'x', 1)]), [
          { id: 'gone', outcome: 'erased' },
          { id: 'new', outcome: 'added' },
        ])
        expect(await store.getThread('gone')).toBeUndefined()
        await store.saveAnalyses([analyzed(oneLine('gone', 'x', 1))])
        expect(await store.countRecords('analysis')).toBe(0)
        expect(await store.countRecords('history')).toBe(0)
      },
    },
    {
      name: 'an erased conversation without an id stays so, grown or in an older state',
      async run({ store }) {
        const [stored] = await store.mergeThreads([conversation(2)])
        await store.mergeThreads([conversation(5)])
        expect(await store.eraseThreads([stored?.id ?? ''])).toBe(1)
        for (const count of [2, 3, 4, 5, 6, 9]) {
          const outcomes = await store.mergeThreads([conversation(count)])
          expectSame([count, outcomes.map(({ outcome }) => outcome)], [count, ['erased']])
        }
        expect(await store.countThreads({})).toBe(0)
        // Another conversation that only begins alike is another.
        const other = threadOf({
          messages: [say('line 0', { time: 0 }), say('line 1', { time: 1 }), say('other')],
        })
        expectSame((await store.mergeThreads([other]))[0]?.outcome, 'added')
      },
    },
    {
      name: 'erasing a user erases every thread they wrote in, also where only a lost form is theirs',
      async run({ store }) {
        const by = (id: string, userId: string, asOf?: string) =>
          threadOf({ id, messages: [say(userId, { id: 'm', userId, time: 1 })] }, asOf)
        await store.mergeThreads([by('a', 'u1'), by('b', 'u2'), by('c', 'u1', at(1))])
        await store.mergeThreads([by('c', 'u3', at(2))])
        expect((await store.getThread('c'))?.revisions).toHaveLength(1)
        expectSame(await store.threadsOfUser('u1'), ['a', 'c'])
        expect(await store.eraseUser('u1')).toBe(2)
        expectSame(await store.threadsOfUser('u1'), [])
        expectSame(
          (await store.listThreads({})).items.map(({ id }) => id),
          ['b'],
        )
        const outcomes = await store.mergeThreads([
          by('a', 'u2'),
          by('new', 'u1'),
          by('new2', 'U1'),
          by('c', 'u3'),
        ])
        expectSame(
          outcomes.map(({ outcome }) => outcome),
          ['erased', 'erased', 'added', 'erased'],
        )
        expect(await store.eraseUser('u1')).toBe(0)
        expect(await store.eraseUser('nobody')).toBe(0)
        expectSame((await store.mergeThreads([by('d', 'nobody')]))[0]?.outcome, 'erased')
      },
    },
    {
      name: 'tombstones tell nothing of what was erased, and are honoured in another store',
      async run({ store }) {
        await store.mergeThreads([oneLine('gone', 'x'), conversation(2)])
        await store.eraseThreads(['gone', conversation(2).id])
        await store.eraseUser('somebody')
        const stones = await store.listRecords('tombstone', { limit: 1000 })
        expect(stones.length).toBeGreaterThanOrEqual(3)
        expect(new Set(stones.map(({ key }) => key)).size).toBe(1)
        expect(JSON.stringify(stones)).not.toMatch(/gone|somebody/)
        const other = await openMemoryStore()
        await other.mergeThreads([oneLine('apart', 'x')])
        await other.eraseThreads(['apart'])
        const theirs = await other.listRecords('tombstone')
        await store.putRecords('tombstone', theirs)
        await other.putRecords('tombstone', stones)
        for (const either of [store, other]) {
          const outcomes = await either.mergeThreads([
            oneLine('gone', 'x'),
            oneLine('apart', 'x'),
            conversation(3),
            threadOf({ id: 's', messages: [say('x', { id: 'm', userId: 'somebody' })] }),
            oneLine('new', 'x'),
          ])
          expectSame(
            outcomes.map(({ outcome }) => outcome),
            ['erased', 'erased', 'erased', 'erased', 'added'],
          )
        }
        await other.close()
      },
    },
  ],
}
