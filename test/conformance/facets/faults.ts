import { expect } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import {
  analyzed,
  expectCode,
  expectSame,
  KEY,
  oneLine,
  say,
  threadOf,
  topicModel,
} from '../check.ts'
import type { Check, Facet, FaultCode } from '../check.ts'

const THREADS = ['a', 'b', 'c', 'd'].map((id, n) => oneLine(id, `words of ${id}`, n))
const A = oneLine('a', 'words of a', 0)
const NEW = oneLine('new', 'words of new', 9)

type Call = (store: ChatStore) => Promise<unknown>

/** Every method that answers with data. */
const READS: Readonly<Record<string, Call>> = {
  getThread: (store) => store.getThread('a'),
  getThreads: (store) => store.getThreads(['a', 'b']),
  listThreads: (store) => store.listThreads({ analyzerKey: KEY }),
  countThreads: (store) => store.countThreads({}),
  searchThreads: (store) => store.searchThreads({ words: 'words' }),
  getAnalysis: (store) => store.getAnalysis('a', KEY),
  listAnalyses: (store) => store.listAnalyses({ analyzerKey: KEY }),
  listPending: (store) => store.listPending({ analyzerKey: KEY }),
  countPending: (store) => store.countPending(KEY),
  getRecord: (store) => store.getRecord('topicModel', 'm1'),
  listRecords: (store) => store.listRecords('history'),
  countRecords: (store) => store.countRecords('history'),
  indexState: (store) => store.indexState(),
}

/** Every method that writes, each with something to write that another does not need. */
const WRITES = {
  mergeThreads: (store) => store.mergeThreads([NEW]),
  saveAnalyses: (store) => store.saveAnalyses([analyzed(THREADS[1] ?? A)]),
  putRecords: (store) => store.putRecords('topicModel', [topicModel('m2')]),
  eraseThreads: (store) => store.eraseThreads(['c']),
} satisfies Readonly<Record<string, Call>>

async function fill(store: ChatStore): Promise<void> {
  await store.mergeThreads(THREADS)
  await store.saveAnalyses([analyzed(A)])
  await store.putRecords('topicModel', [topicModel('m1')])
  await store.flushIndex()
}

/** What each call answers, or the code it is refused with. All at once, as each may be patient. */
async function answersOf(store: ChatStore, calls: Readonly<Record<string, Call>>) {
  return Object.fromEntries(
    await Promise.all(
      Object.entries(calls).map(
        async ([name, call]) => [name, await answerOf(call(store))] as const,
      ),
    ),
  )
}

async function answerOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return (await call) ?? 'nothing'
  } catch (error) {
    if (isHitCraftError(error)) return error.code
    throw error
  }
}

/** What was written is there, once, whatever came of the calls before. */
async function expectWritten(store: ChatStore, last: readonly string[] = []): Promise<void> {
  const { items } = await store.listThreads({ order: 'id' })
  expectSame(
    items.map(({ id }) => id),
    ['a', 'b', 'd', ...last, 'new'],
  )
  expect(await store.countRecords('analysis')).toBe(2)
  expect(await store.countRecords('history')).toBe(2)
  expect(await store.countRecords('topicModel')).toBe(2)
  expect((await store.getThread('new'))?.contentHash).toBe(NEW.contentHash)
  expect(await store.getThread('c')).toBeUndefined()
}

const fails = (code: FaultCode, name: string): Check => ({
  name,
  async run({ store, fault }) {
    await fill(store)
    const faulty = await fault(code)
    try {
      const before = await answersOf(faulty.store, READS)
      faulty.strike()
      // Writers of a bucket wait for each other, and each is patient with its server.
      const { mergeThreads, putRecords } = WRITES
      const tried = code === 'UNAVAILABLE' ? { mergeThreads, putRecords } : WRITES
      const [refused, read] = await Promise.all([
        answersOf(faulty.store, tried),
        answersOf(faulty.store, READS),
      ])
      expect(refused).toEqual(Object.fromEntries(Object.keys(tried).map((call) => [call, code])))
      for (const [call, answer] of Object.entries(read)) {
        if (answer !== code) expectSame([call, answer], [call, before[call]])
      }
      faulty.mend()
      for (const write of Object.values(WRITES)) {
        await expect.poll(() => answerOf(write(faulty.store))).not.toBe(code)
      }
      await expectWritten(faulty.store)
    } finally {
      faulty.mend()
      await faulty.store.close()
    }
    await store.refresh()
    await expectWritten(store)
  },
})

/** Words that nothing else holds, and whose ending no stem goes without. */
const secret = (name: string) => `zq${name}${'0123456789'.repeat(3)}z`

function doomed(): Thread {
  const of = (text: string, id: string, time: number) =>
    say(text, { id, userId: secret('user'), time })
  return threadOf({
    id: secret('id'),
    title: `about ${secret('title')}`,
    messages: [of(`first ${secret('text')}`, 'm1', 1), of(`then ${secret('text')}`, 'm2', 2)],
  })
}

export const faults: Facet = {
  name: 'faults',
  checks: [
    fails(
      'UNAVAILABLE',
      'in an outage a call is UNAVAILABLE or answers what is there, and comes through afterwards',
    ),
    fails('PERMISSION', 'without the right to write a call says so, and what is stored is read on'),
    fails(
      'NO_SPACE',
      'without room a call says so, what is stored is read on, and with room it completes',
    ),
    {
      name: 'a thread whose stored bytes are damaged is CORRUPT, is named, and harms no other',
      async run({ store, damage }) {
        await fill(store)
        await damage()
        await expectCode('CORRUPT', () => store.getThread('a'))
        await expect(store.getThreads(['b', 'a'])).rejects.toMatchObject({
          code: 'CORRUPT',
          details: { threadId: 'a' },
        })
        const others = THREADS.slice(1)
        expectSame(await store.getThreads(others.map(({ id }) => id)), others)
        const damages = await Array.fromAsync(store.examine())
        expect(damages.map(({ kind, id }) => [kind, id])).toContainEqual(['thread', 'a'])
        expectSame(await store.mergeThreads([A]), [
          { id: 'a', outcome: 'unchanged', damage: 'repaired' },
        ])
        expectSame(await store.getThread('a'), A)
        expect(await Array.fromAsync(store.examine())).toEqual([])
      },
    },
    {
      name: 'of what was erased no stored byte is left, also of its earlier states and its analyses',
      async run({ store, filesHolding, reopen }) {
        await fill(store)
        const thread = doomed()
        const words = ['id', 'title', 'text', 'user', 'edit', 'summary'].map(secret)
        await store.mergeThreads([thread])
        const edited = say(`edited ${secret('edit')}`, {
          id: 'm1',
          userId: secret('user'),
          time: 1,
        })
        await store.mergeThreads([threadOf({ id: thread.id, messages: [edited] })])
        await store.saveAnalyses([analyzed(thread, { summary: secret('summary') })])
        await store.flushIndex()
        expect(await store.eraseThreads([thread.id])).toBe(1)
        const again = await reopen()
        expect(await again.countThreads({})).toBe(THREADS.length)
        await again.close()
        expect(await filesHolding(words)).toEqual([])
        expect(await filesHolding(['words of b'])).not.toEqual([])
      },
    },
    {
      name: 'what was acknowledged outlives a power cut, and what was erased stays erased',
      async run({ powerCut }) {
        const { store, cut } = await powerCut()
        await fill(store)
        for (const write of Object.values(WRITES)) await write(store)
        // Erasing settles what came before; this is there by its acknowledgement alone.
        await store.mergeThreads([oneLine('last', 'words of last', 10)])
        const left = await cut()
        try {
          await expectWritten(left, ['last'])
          expect(await Array.fromAsync(left.examine())).toEqual([])
        } finally {
          await left.close()
        }
      },
    },
  ],
}
