import type { Topic, TopicAssignment, TopicModel } from '../../src/domain/analysis/topic-model.ts'
import { expect } from 'vitest'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { DraftMessage, DraftThread } from '../../src/domain/thread/build-thread.ts'
import { canonicalJson, sha256 } from '../../src/domain/values/canonical-json.ts'
import { threadDigits } from '../../src/domain/analysis/run.ts'
import type { Page } from '../../src/domain/thread/thread-query.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import type { ErrorCode } from '../../src/errors/error-codes.ts'
import type { AnalyzedThread, ChatStore } from '../../src/storage/chat-store.ts'

/** A new, empty store and what a check may do with it. */
export interface StoreUnderTest {
  readonly store: ChatStore
  /** Closes the store and opens it again at the same place. */
  readonly reopen: () => Promise<ChatStore>
  /**
   * A second store at the same place beside the first, as another process would open it. Absent where
   * one process alone may use a place; the checks that ask for it are then skipped by that name.
   */
  beside?(): Promise<ChatStore>
  /** Why one process at a time may write there, where that is so. */
  readonly oneWriter?: string
  /** A second store at the same place that can be made to fail; undefined for a fault that cannot be provoked. */
  readonly fault?: (code: FaultCode) => Promise<FaultyStore | undefined>
  /** Damages the stored bytes of the first thread by id. */
  readonly damage?: () => Promise<void>
  /** What there holds one of the words: files, objects, documents. Also of a store that is closed. */
  readonly filesHolding?: (words: readonly string[]) => Promise<readonly string[]>
  /** A second store at the same place that a power cut can meet. */
  readonly powerCut?: () => Promise<StoreBeforeCut>
  /** Closes what is open and removes the place. */
  destroy(): Promise<void>
}

export type FaultCode = 'UNAVAILABLE' | 'PERMISSION' | 'NO_SPACE'

export interface FaultyStore {
  readonly store: ChatStore
  /** From now on its place is out of reach, may not be written to, or has no room. */
  strike(): void
  mend(): void
}

export interface StoreBeforeCut {
  readonly store: ChatStore
  /** Takes away what was not synced, and opens what is left. */
  readonly cut: () => Promise<ChatStore>
}

export type OpenStore = () => Promise<StoreUnderTest>

/** A store as a check has it: what cannot be had there ends the check as skipped, by name. */
export interface OpenedStore extends Omit<Required<StoreUnderTest>, 'oneWriter' | 'fault'> {
  /** As {@link StoreUnderTest.beside}, for checks in which both write. */
  readonly secondWriter: () => Promise<ChatStore>
  readonly fault: (code: FaultCode) => Promise<FaultyStore>
}

/** One promise of the contract, as a function that throws where a store does not keep it. */
export interface Check {
  readonly name: string
  run(opened: OpenedStore): Promise<void>
}

export interface Facet {
  readonly name: string
  readonly checks: readonly Check[]
}

/** Why a check is skipped that asks for a second store where there can be none. */
export const ONE_PROCESS = 'NOT RUN, one process only'

/**
 * Runs a check against a new store, and removes the store whatever comes of it.
 *
 * @param skip called when the check asks for a second store and there can be none
 */
export async function runCheck(
  check: Check,
  open: OpenStore,
  skip: (reason: string) => never = (reason) => expect.fail(reason),
): Promise<void> {
  const opened = await open()
  const beside = async () => opened.beside?.() ?? skip(ONE_PROCESS)
  try {
    await check.run({
      ...opened,
      beside,
      secondWriter: async () =>
        opened.oneWriter === undefined ? beside() : skip(`NOT RUN, ${opened.oneWriter}`),
      fault: async (code) =>
        (await opened.fault?.(code)) ?? skip(`NOT RUN, ${code} cannot be provoked here`),
      damage: async () => opened.damage?.() ?? skip('NOT RUN, nothing can be damaged here'),
      filesHolding: async (words) =>
        opened.filesHolding?.(words) ?? skip('NOT RUN, there is nothing to look into'),
      powerCut: async () => opened.powerCut?.() ?? skip('NOT RUN, its disk syncs as it likes'),
    })
  } finally {
    await opened.destroy()
  }
}

/** Equal to the byte as canonical JSON: every key, every code unit, every order. */
export function expectSame(actual: unknown, expected: unknown): void {
  expect(textOf(actual)).toBe(textOf(expected))
}

function textOf(value: unknown): string {
  return value === undefined ? 'undefined' : canonicalJson(value)
}

export async function expectCode(code: ErrorCode, work: () => Promise<unknown>): Promise<void> {
  let result: unknown
  try {
    result = await work()
  } catch (error) {
    expect(error).toMatchObject({ name: 'HitCraftError', code })
    return
  }
  expect.fail(`${code} was expected, the answer was ${textOf(result)}`)
}

/** `2025-03-10T00:00:00.000Z` and so many seconds. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2025, 2, 10) + seconds * 1000).toISOString()
}

/** A text message; a time as seconds of {@link at}. */
export function say(
  text: string,
  rest: Omit<Partial<DraftMessage>, 'content' | 'createdAt'> & { time?: number } = {},
): DraftMessage {
  const { time, ...given } = rest
  return {
    role: 'user',
    ...given,
    ...(time === undefined ? {} : { createdAt: at(time) }),
    content: [{ type: 'text', text }],
  }
}

/** A thread out of an export of format `made`, by default without an age. */
export function threadOf(draft: DraftThread, asOf?: string): Thread {
  return buildThread(draft, { format: 'made', ...(asOf === undefined ? {} : { asOf }) })
}

/** A thread of one user message. */
export function oneLine(id: string, text: string, time?: number): Thread {
  return threadOf({
    id,
    messages: [say(text, { id: 'm1', userId: 'u1', ...(time === undefined ? {} : { time }) })],
  })
}

export const KEY = 'local-1-000000000000'

/** An analysis at the thread's present content, with its line of the history. */
export function analyzed(
  thread: Pick<Thread, 'id' | 'contentHash' | 'messages'>,
  over: Partial<Analysis> = {},
  second = 0,
): AnalyzedThread {
  const analysis: Analysis = {
    schemaVersion: 2,
    threadId: thread.id,
    analyzerKey: KEY,
    contentHash: thread.contentHash,
    summary: 'one line',
    requests: [],
    outcome: 'resolved',
    outcomeEvidence: [],
    failures: [],
    unmetNeeds: [],
    improvements: [],
    strengths: [],
    signals: [],
    features: [],
    quotes: { checked: 0, dropped: 0 },
    itemsDropped: 0,
    ...over,
  }
  const timestamp = at(second)
  return {
    analysis,
    entry: {
      id: `${timestamp}-${sha256(analysis.analyzerKey).slice(0, 8)}-${threadDigits(thread.id)}`,
      threadId: thread.id,
      runId: 'run1',
      analyzerKey: analysis.analyzerKey,
      contentHash: analysis.contentHash,
      messageCount: thread.messages.length,
      timestamp,
    },
  }
}

/** All items over all pages. Fails should the pages not come to an end. */
export async function allPages<T>(
  page: (cursor: { cursor?: string }) => Promise<Page<T>>,
  atMost = 1000,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let pages = 0; pages <= atMost; pages++) {
    const { items: found, next } = await page(cursor === undefined ? {} : { cursor })
    items.push(...found)
    if (next === undefined) return items
    cursor = next
  }
  return expect.fail('the pages do not end')
}

/** A topic model without topics. */
export function topicModel(id: string, analyzerKey = KEY): TopicModel {
  return {
    schemaVersion: 2,
    id,
    analyzerKey,
    version: '1',
    seed: 1,
    fittedAt: at(0),
    sample: 0,
    near: 0.2,
    boilerplate: [],
    topics: [],
    groups: [],
    small: [],
    failures: [],
    needs: [],
    fates: [],
  }
}

/** A topic with these examples. */
export function topicOf(examples: readonly string[], topic: Partial<Topic> = {}): Topic {
  return {
    id: 't1',
    title: 'T',
    titles: [],
    terms: [],
    centroid: '',
    threshold: 0.5,
    fitted: 2,
    examples: [...examples],
    ...topic,
  }
}

/** What a thread is about under a model; unclassified without a topic. */
export function assignment(
  modelId: string,
  { id, contentHash }: Pick<Thread, 'id' | 'contentHash'>,
  topic?: string,
): TopicAssignment {
  return {
    schemaVersion: 2,
    threadId: id,
    modelId,
    analyzerKey: KEY,
    contentHash,
    topics: topic === undefined ? [] : [{ id: topic, score: 0.123 }],
    small: [],
    failures: [],
    needs: [],
    groups: [],
    ...(topic === undefined ? { unclassified: 'too-far' } : {}),
  }
}
