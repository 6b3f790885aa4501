import { expect, it } from 'vitest'
import type { ChatStore, Damage } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { analyzed, assignment, KEY, oneLine, topicModel } from '../../conformance/check.ts'
import { backendsFor } from '../../services/backends.ts'
import type { Harm } from '../../services/damage/harm.ts'
import { describeOn } from '../../services/describe-on.ts'

/** Of many harms one in so many is tried, all in the long run. */
const ONE_IN = process.env['TEST_LONG'] === '1' ? 1 : 5

const threadsOf = (word: string) =>
  Array.from({ length: 6 }, (_, n) => oneLine(`t${n}`, `${word} of ${n}`, n))
const THREADS = threadsOf('words')
const IDS = THREADS.map(({ id }) => id)

async function fill(store: ChatStore, threads: readonly Thread[]): Promise<void> {
  await store.mergeThreads([...threads, oneLine('gone', 'erased words', 9)])
  await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
  await store.putRecords('topicModel', [topicModel('m1')])
  await store.putRecords('run', [
    {
      id: '2025-03-01T00:00:00.000Z-00000000',
      analyzerKey: KEY,
      startedAt: '2025-03-01T00:00:00.000Z',
      status: 'done',
      schemaVersion: 2,
      planned: 6,
      analyzed: 6,
      failed: 0,
      failedBy: {},
      errors: [],
    },
  ])
  await store.saveTopicAssignments(threads.map((thread) => assignment('m1', thread, 't1')))
  await store.eraseThreads(['gone'])
  await store.flushIndex()
}

const told = (damages: readonly Damage[], { names }: Harm) =>
  damages.some((damage) =>
    names.split('|').some((name) => damage.id === name || damage.place.includes(name)),
  )

/** Each harm is told by its id or place, and costs no other thread. */
async function expectTold(store: ChatStore, harm: Harm): Promise<void> {
  const damages = await Array.fromAsync(store.examine())
  expect([harm.what, told(damages, harm) || damages]).toEqual([harm.what, true])
  if (harm.thread === undefined) return
  const others = IDS.filter(
    (id) => !damages.some((damage) => damage.id === id) && id !== harm.thread,
  )
  expect((await store.getThreads(others)).map((thread) => thread?.id)).toEqual(others)
  await store.listThreads({})
  await store.searchThreads({ words: 'words' })
}

/** Importing the sources again leaves every thread as it was. */
async function expectRepaired(store: ChatStore, harm: Harm): Promise<void> {
  if (harm.thread === undefined) return
  const outcomes = await store.mergeThreads(THREADS)
  expect([harm.what, outcomes.map(({ id }) => id)]).toEqual([harm.what, IDS])
  expect([harm.what, await store.getThreads(IDS)]).toEqual([harm.what, THREADS])
  const left = (await Array.fromAsync(store.examine())).filter(({ id }) => IDS.includes(id ?? ''))
  expect([harm.what, left]).toEqual([harm.what, []])
}

for (const backend of backendsFor('damaged')) {
  describeOn(
    backend,
    'one damage at a time',
    (running) => {
      it('is told by its id and place, harms no other thread, and is repaired by importing again', async () => {
        const { harms } = running()
        if (harms === undefined) throw new Error('nothing can be damaged there')
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        await fill(store, THREADS)
        expect(await Array.fromAsync(store.examine())).toEqual([])
        const { all, close } = await harms(place)
        expect(all.length).toBeGreaterThan(20)
        for (const [n, harm] of all.entries()) {
          if (n % ONE_IN !== 0) continue
          await harm.do()
          await expectTold(store, harm)
          await expectRepaired(store, harm)
          await harm.undo()
        }
        await close()
        await store.close()
      }, 600_000)

      it('is erased by its thread, its words and what was put aside', async () => {
        const { harms } = running()
        if (harms === undefined) throw new Error('nothing can be damaged there')
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        const threads = threadsOf('ornithopters')
        await fill(store, threads)
        const { all, close } = await harms(place)
        const harm = all.find(({ thread }) => thread !== undefined)
        await harm?.do()
        const id = harm?.thread ?? ''
        const grown = threads.find((thread) => thread.id === id)
        expect(grown).toBeDefined()
        const [replaced] = await store.mergeThreads([oneLine(id, 'other words', 99)])
        expect(replaced).toMatchObject({
          id,
          damage: 'replaced',
          keptAt: expect.any(String) as unknown,
        })
        await harm?.undo()
        await harm?.do()
        expect(await store.eraseThreads([id])).toBe(1)
        expect(await store.getThread(id)).toBeUndefined()
        expect(
          (await store.mergeThreads(threads)).filter(({ outcome }) => outcome === 'erased'),
        ).toEqual([{ id, outcome: 'erased' }])
        expect(await Array.fromAsync(store.examine())).toEqual([])
        await close()
        await store.close()
        expect(
          await running().filesHolding(place, [`ornithopters of ${id.slice(1)}`, 'other words']),
        ).toEqual([])
      }, 600_000)
    },
    { eraseAtOnce: true },
  )
}
