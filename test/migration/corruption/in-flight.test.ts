import { beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { repairStore } from '../../../src/app/moving/repair-store.ts'
import type { MovedKind } from '../../../src/migration/sources/moved-kinds.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { analyzed, assignment } from '../../conformance/check.ts'
import { fill, THREADS } from './filled.ts'
import { broken, cut, flipped, ID, later, ON_THE_WAY } from './on-the-way.ts'
import type { Break } from './on-the-way.ts'

const [, HARMED = THREADS[0], OTHER = THREADS[0]] = THREADS

describe('what is harmed on its way', () => {
  let home: ChatStore
  let away: ChatStore

  beforeAll(async () => {
    home = await openMemoryStore()
    away = await openMemoryStore()
    await fill(home)
    await migrate(storeSource(home), away)
  })

  it('is nothing where nothing is harmed', async () => {
    const verified = await verifyStores(home, away, { isDeep: true })
    expect(verified).toMatchObject({ equal: true, differences: [], again: { looked: 0 } })
  })

  for (const [title, { breakIt, told, id: harmed = ID }] of Object.entries(ON_THE_WAY)) {
    for (const side of ['source', 'target'] as const) {
      it(`${title}: told of the ${side}`, async () => {
        const [from, to] =
          side === 'source' ? [broken(home, breakIt), away] : [home, broken(away, breakIt)]
        const { equal, differences } = await verifyStores(from, to, { settle: 0, isDeep: true })
        const texts = differences.map(({ id, problem, field }) => `${id} ${problem} ${field}`)
        expect(equal).toBe(false)
        expect(texts.filter((text) => told.test(text))).not.toEqual([])
        const others = THREADS.map(({ id }) => id).filter((id) => id !== harmed)
        expect(texts.filter((text) => others.some((id) => text.includes(`${id} `)))).toEqual([])
      })
    }
  }
})

describe('what is harmed as it is written', () => {
  for (const [title, harm] of Object.entries<(thread: Thread) => Thread | undefined>({
    'a thread is dropped': () => undefined,
    'a bit is flipped': flipped,
    'another is written': (thread) => ({ ...OTHER, id: thread.id }) as Thread,
    'its last message is cut off': cut,
  })) {
    it(`${title}: told by its id alone`, async () => {
      const [home, away] = [await openMemoryStore(), await openMemoryStore()]
      await fill(home)
      const writing: Break = (right) => ({
        mergeThreads: async (threads) =>
          right.mergeThreads(threads.flatMap((one) => (one.id === ID ? (harm(one) ?? []) : one))),
      })
      await migrate(storeSource(home), broken(away, writing))
      const { equal, differences } = await verifyStores(home, away, { settle: 0, isDeep: true })
      expect(equal).toBe(false)
      expect(
        differences.map(({ id }) => id.replace(/^.*\n/, '')).filter((id) => id !== ID),
      ).toEqual([])
      expect(differences[0]).toMatchObject({ kind: 'threads', id: ID })
    })
  }
})

describe('what a verification named', () => {
  it('is moved again, and nothing else, and what is there in its own state stays', async () => {
    const [home, away] = [await openMemoryStore(), await openMemoryStore()]
    await fill(home)
    await away.mergeThreads([later(THREADS[3]), ...THREADS.slice(4)].flatMap((one) => one ?? []))
    const before = await verifyStores(home, away, { settle: 0 })
    const named = new Map<MovedKind, Set<string>>([
      ['thread', new Set([ID, 't3'])],
      ['run', new Set((await home.listRecords('run')).map(({ id }) => id))],
    ])
    const repaired = await repairStore(home, away, named)
    expect(repaired.copied).toMatchObject({ threads: 1, runs: 1, analyses: 0 })
    expect(repaired.differences.map(({ id, problem }) => [id, problem])).toEqual([
      ['t3', 'differs'],
    ])
    const after = await verifyStores(home, away, { settle: 0 })
    const left = before.differences.filter(
      ({ kind, id }) => kind !== 'runs' && !(kind === 'threads' && id === ID),
    )
    expect(after.differences.map(({ kind, id }) => `${kind} ${id}`)).toEqual(
      left.map(({ kind, id }) => `${kind} ${id}`),
    )
  })
})

describe('what does not hold together on both sides', () => {
  it('is told beside the rest, and nothing differs for it', async () => {
    const [home, away] = [await openMemoryStore(), await openMemoryStore()]
    await fill(home)
    const [thread = HARMED] = THREADS
    if (thread === undefined) throw new Error('there is no thread')
    const quote = { threadId: thread.id, messageId: 'm1', part: 0, start: 0, end: 4, quote: 'nope' }
    await home.saveAnalyses([analyzed(thread, { outcomeEvidence: [quote] })])
    await home.putRecords('topicAssignment', [assignment('m0', { ...thread, id: 'gone' })])
    await home.putRecords('history', [analyzed({ ...thread, id: 'gone' }).entry])
    await migrate(storeSource(home), away)
    const { equal, differences, unsound } = await verifyStores(home, away, { settle: 0 })
    expect({ equal, differences }).toEqual({ equal: true, differences: [] })
    expect(unsound.map(({ kind, field, problem }) => `${kind} ${field} ${problem}`).sort()).toEqual(
      [
        'analyses quotes: 1 cut in both',
        'history its thread cut in both',
        'topicAssignments its thread cut in both',
        'topicAssignments its topic model cut in both',
      ],
    )
  })
})

describe('while somebody writes', () => {
  it('no difference is told that is none, and one that is lost is told', async () => {
    const [home, away] = [await openMemoryStore(), await openMemoryStore()]
    await fill(home)
    await migrate(storeSource(home), away)
    let n = 0
    // Both sides get each write, one of them later: between any two questions of the verification.
    const busy = broken(home, (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        if (n++ % 3 === 0 && n < 150) await writeOne(right, away, n)
        return page
      },
    }))
    const verified = await verifyStores(busy, away, { isDeep: true, settle: 300 })
    expect(verified.differences).toEqual([])
    expect(verified.again.gone).toBeGreaterThan(0)
    await home.mergeThreads([{ ...HARMED, id: 'lost' } as Thread])
    n = 0
    const lost = await verifyStores(busy, away, { settle: 300 })
    expect(lost.differences.map(({ id, problem }) => [id, problem])).toEqual([
      ['lost', 'missing in target'],
    ])
    expect(lost.differences[0]?.age).toBeGreaterThanOrEqual(300)
    expect(lost.differences[0]).not.toHaveProperty('lagging')
  })
})

let waiting: (() => Promise<unknown>)[] = []

/** Writes to the first at once, and to the second what was written to the first before. */
async function writeOne(first: ChatStore, second: ChatStore, n: number): Promise<void> {
  const thread = buildThread(
    {
      id: `t${n % 7}`,
      messages: [{ id: `new${n}`, role: 'user', content: [{ type: 'text', text: `more ${n}` }] }],
    },
    { format: 'made' },
  )
  const late = waiting
  waiting = []
  for (const write of late) await write()
  for (const write of [
    (store: ChatStore) => store.mergeThreads([thread]),
    async (store: ChatStore) => {
      const stored = await store.getThread(thread.id)
      if (stored !== undefined && n % 2 === 0) await store.saveAnalyses([analyzed(stored, {}, n)])
    },
  ]) {
    await write(first)
    waiting.push(() => write(second))
  }
}
