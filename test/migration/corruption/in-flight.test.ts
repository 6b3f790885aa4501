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

type Break = (right: ChatStore) => Partial<ChatStore>

const [, HARMED = THREADS[0], OTHER = THREADS[0]] = THREADS
const ID = HARMED?.id ?? ''

interface Harm {
  readonly breakIt: Break
  readonly told: RegExp
  /** Of the thread that is harmed. Default `ID`. */
  readonly id?: string
}

/** What passes the way is harmed on it, each in one way, and what of the harmed thread must be told. */
const ON_THE_WAY: Readonly<Record<string, Harm>> = {
  'a thread is dropped from what is read': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? undefined : thread)),
    told: /missing in target|only in target/,
  },
  'a thread is dropped from the list': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        return { ...page, items: page.items.filter(({ id }) => id !== ID) }
      },
    }),
    told: /not listed/,
  },
  'a thread is listed twice': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        return { ...page, items: page.items.flatMap((row) => (row.id === ID ? [row, row] : [row])) }
      },
    }),
    told: /twice/,
  },
  'a thread is swapped with another': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? OTHER : thread)),
    told: /damaged/,
  },
  'one bit of a text is flipped': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? flipped(thread) : thread)),
    told: /differs .*messages/,
  },
  'a time becomes a day later': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? later(thread) : thread)),
    told: /differs .*messages/,
  },
  'an analysis is dropped': {
    breakIt: (right) => ({
      listRecords: async (kind, query) =>
        (await right.listRecords(kind, query)).filter((record) => !isOf(record)),
      getRecord: async (kind, id) => {
        const record = await right.getRecord(kind, id)
        return isOf(record) ? undefined : record
      },
    }),
    told: /missing in target|only in target/,
  },
  'a pending thread is not listed as one': {
    breakIt: (right) => ({
      listPending: async (query) =>
        (await right.listPending(query)).filter(({ id }) => id !== 't5'),
    }),
    told: /pending/,
    id: 't5',
  },
  'a search misses a word': {
    breakIt: (right) => ({
      searchThreads: async (query) => {
        const page = await right.searchThreads(query)
        return query.words.includes('number1') ? { ...page, items: [] } : page
      },
    }),
    told: /search/,
  },
  'a count is one too many': {
    breakIt: (right) => ({ countPending: async (key) => (await right.countPending(key)) + 1 }),
    told: /count of what is to be analyzed/,
  },
  'labels are of another thread': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        const items = page.items.map((row) =>
          row.id === ID && row.analysis?.state === 'analyzed'
            ? { ...row, analysis: { ...row.analysis, language: 'xx' } }
            : row,
        )
        return { ...page, items }
      },
    }),
    told: /list row: analysis.language/,
  },
}

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

/** A store some of whose methods are others. */
function broken(right: ChatStore, breakIt: Break): ChatStore {
  return { ...right, ...breakIt(right) }
}

function reading(
  right: ChatStore,
  harm: (id: string, thread: Thread | undefined) => Thread | undefined,
): Partial<ChatStore> {
  return {
    getThread: async (id) => harm(id, await right.getThread(id)),
    getThreads: async (ids) =>
      (await right.getThreads(ids)).map((thread, at) => harm(ids[at] ?? '', thread)),
  }
}

function isOf(record: object | undefined): boolean {
  return (
    record !== undefined && 'outcome' in record && 'threadId' in record && record.threadId === ID
  )
}

function flipped(thread: Thread | undefined): Thread | undefined {
  return changed(thread, (text) => text.replace('question', 'questioo'))
}

function changed(thread: Thread | undefined, change: (text: string) => string) {
  return (
    thread &&
    rebuilt(thread, JSON.parse(change(JSON.stringify(thread.messages))) as Thread['messages'])
  )
}

function later(thread: Thread | undefined): Thread | undefined {
  return changed(thread, (text) => text.replaceAll('2025-03-10', '2025-03-11'))
}

function cut(thread: Thread): Thread {
  return rebuilt(thread, thread.messages.slice(0, -1))
}

/** With the content hash of what it holds now: only another copy tells that it was harmed. */
function rebuilt(thread: Thread, messages: Thread['messages']): Thread {
  const { contentHash } = buildThread(
    { id: thread.id, messages: [...messages] },
    { format: 'made' },
  )
  return { ...thread, messages, contentHash }
}
