import * as fc from 'fast-check'
import type { Run } from '../../../../src/domain/analysis/run.ts'
import type { Thread } from '../../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { analyzed, at, KEY, say, threadOf } from '../../../conformance/check.ts'

/** Processes that write at once. */
export const LANES = 3
/** Threads with an id that all of them write. */
export const THREADS = 8

/** What a process is to do; what it comes to does not depend on what the others do meanwhile. */
export type Deed =
  | { readonly does: 'merge'; readonly parts: readonly Part[] }
  | { readonly does: 'grow'; readonly count: number; readonly asOf: number }
  | { readonly does: 'analyze'; readonly thread: number; readonly summary: number }
  | { readonly does: 'record'; readonly record: number; readonly value: number }
  | { readonly does: 'look' | 'reindex' | 'refresh' }

/** What one export holds of a thread: some of its messages. */
export interface Part {
  readonly thread: number
  readonly from: number
  readonly count: number
  readonly asOf: number
}

const part = fc.record({
  thread: fc.nat(THREADS - 1),
  from: fc.nat(4),
  count: fc.integer({ min: 1, max: 3 }),
  asOf: fc.nat(5),
})
const does = <const T extends string>(name: T) => fc.constant(name)

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: does('merge'),
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: does('grow'),
      count: fc.integer({ min: 2, max: 5 }),
      asOf: fc.nat(5),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: does('analyze'),
      thread: fc.nat(THREADS - 1),
      summary: fc.nat(99),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: does('record'), record: fc.nat(1), value: fc.nat(99) }),
  },
  { weight: 1, arbitrary: fc.record({ does: does('look') }) },
  { weight: 1, arbitrary: fc.record({ does: does('refresh') }) },
  { weight: 1, arbitrary: fc.record({ does: does('reindex') }) },
)

/** The same, of an export that is as old as all others. */
export function withoutAge(given: Deed): Deed {
  if (given.does === 'grow') return { ...given, asOf: 0 }
  if (given.does !== 'merge') return given
  return {
    ...given,
    parts: given.parts.map(({ thread, from, count }) => ({ thread, from, count, asOf: 0 })),
  }
}

export const nameOf = (thread: number) => `thread-${thread}`
/** The end of a word of the thread: the index of a catalog keeps only what differs from the word before. */
export const secretOf = (thread: number) => `${'bcdfghjk'[thread % 8] ?? ''}xqzwvj`
export const userOf = (thread: number) => `user-${thread % 3}`

export function threadOfPart({ thread, from, count, asOf }: Part): Thread {
  const messages = Array.from({ length: count }, (_, i) =>
    say(`words ${from + i} ${secretOf(thread)}`, {
      id: `m${from + i}`,
      userId: userOf(thread),
      time: thread * 100 + from + i,
    }),
  )
  return threadOf({ id: nameOf(thread), title: `title ${from}`, messages }, at(asOf))
}

/** A conversation without an id; each lane has its own, so that its id does not depend on the others. */
export function idlessOf(lane: number, count: number, asOf: number): Thread {
  const messages = Array.from({ length: count }, (_, i) =>
    say(`words ${i} without an id in ${lane}`, { time: 5000 + lane * 100 + i }),
  )
  return threadOf({ messages }, at(asOf))
}

/** One write of a lane, the same on any store. */
export interface Write {
  readonly lane: number
  /** What it comes to may differ by where it stands among the others. */
  readonly isMerge: boolean
  run(store: ChatStore): Promise<unknown>
}

export function mergeOf(lane: number, thread: Thread): Write {
  return { lane, isMerge: true, run: (store) => store.mergeThreads([thread]) }
}

export function analysisOf(lane: number, thread: Thread, summary: number): Write {
  const item = analyzed(
    thread,
    { summary: `summary ${summary} ${secretOf(Number(thread.id.at(-1)))}` },
    summary,
  )
  return { lane, isMerge: false, run: (store) => store.saveAnalyses([item]) }
}

export function recordOf(lane: number, record: number, value: number): Write {
  const run: Run = {
    id: `${at(record)}-${lane}`,
    analyzerKey: KEY,
    startedAt: at(record),
    status: 'done',
    schemaVersion: 2,
    planned: value,
    analyzed: 0,
    failed: 0,
    failedBy: {},
    errors: [],
  }
  return { lane, isMerge: false, run: (store) => store.putRecords('run', [run]) }
}
