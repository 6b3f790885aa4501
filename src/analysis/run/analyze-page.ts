import { setImmediate } from 'node:timers/promises'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Run } from '../../domain/analysis/run.ts'
import type { TopicAssignment } from '../../domain/analysis/topic-model.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import { readEach } from '../../storage/read-each.ts'
import type { AnalyzedThread, ChatStore, PendingThread } from '../../storage/chat-store.ts'
import type { AnalyzeOptions, Analyzer, KeptAnswers } from '../analyzer.ts'
import { asDone } from './as-done.ts'
import { inOrder } from './in-order.ts'
import { historyEntry } from './run-record.ts'

/** Milliseconds of work after which the event loop gets its turn. */
const SLICE = 20
/** Milliseconds of work after which what is done is to be stored. */
const SAVE_AFTER = 1000
/** Threads that are read in one go. */
const READ = 32

/** A thread that could not be analyzed; it stays pending. */
export interface ThreadFailure {
  readonly threadId: string
  readonly code: string
  readonly message: string
}

/** What is done since the group before; it may be nothing. */
export interface AnalyzedGroup {
  readonly items: readonly AnalyzedThread[]
  /** Topics of the same threads, where there is a model. */
  readonly assignments: readonly TopicAssignment[]
  readonly failures: readonly ThreadFailure[]
}

export interface PageOptions {
  /** Ends the page before the next thread. */
  readonly signal?: AbortSignal | undefined
  readonly topicOf?: ((thread: Thread, analysis: Analysis) => TopicAssignment) | undefined
  /**
   * For results that were paid for: each is given as it comes, in whatever order, and one that is under way when the
   * signal comes is waited for. Default: in the order of the page.
   */
  readonly asTheyCome?: boolean
  /** See `AnalyzeOptions`. */
  readonly kept?: KeptAnswers | undefined
}

/**
 * Analyzes a page of pending threads; nothing is stored yet. What is done comes in groups, each after a second
 * of work at the latest; a single thread may take longer. A thread that is gone since it was listed is in none.
 */
export async function* analyzePage(
  store: ChatStore,
  analyzer: Analyzer,
  run: Run,
  page: readonly PendingThread[],
  { signal, topicOf, asTheyCome = false, kept }: PageOptions,
): AsyncGenerator<AnalyzedGroup> {
  let group = newGroup()
  let sliceEnds = Date.now() + SLICE
  let saveAt = performance.now() + SAVE_AFTER
  const ids = page.map(({ id }) => id)
  const options = given({ signal: asTheyCome ? undefined : signal, kept })
  const work = (one: ReadThread) => analyzeOne(analyzer, one, options)
  const atOnce = () => analyzer.atOnce ?? 1
  const inTurn = asTheyCome ? asDone : inOrder
  for await (const results of inTurn(readThreads(store, ids, signal), work, atOnce)) {
    for (const done of results) {
      if (done === undefined) continue
      if ('failure' in done) group.failures.push(done.failure)
      else {
        const { thread, analysis } = done
        group.items.push({ analysis, entry: historyEntry(run, analysis, thread.messages.length) })
        if (topicOf !== undefined) group.assignments.push(topicOf(thread, analysis))
      }
    }
    if (asTheyCome || performance.now() >= saveAt) {
      yield group
      group = newGroup()
      saveAt = performance.now() + SAVE_AFTER
    }
    if (Date.now() < sliceEnds) continue
    await setImmediate()
    sliceEnds = Date.now() + SLICE
  }
  yield group
}

/** A thread as it was read, or why it could not be. */
type ReadThread = Thread | ThreadFailure

/** Reads threads, a few at a time so that nobody waits for long; ends when it is stopped. */
async function* readThreads(
  store: ChatStore,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadThread> {
  for (let at = 0; at < ids.length; at += READ) {
    const some = ids.slice(at, at + READ)
    const { threads, damaged } = await readEach(store, some)
    for (const threadId of some) {
      if (signal?.aborted === true) return
      const spoiled = damaged.get(threadId)
      if (spoiled !== undefined) yield failureOf(threadId, spoiled.error)
      const thread = threads.get(threadId)
      if (thread !== undefined) yield thread
    }
  }
}

/** @returns undefined for one that was stopped */
async function analyzeOne(
  analyzer: Analyzer,
  thread: ReadThread,
  options: AnalyzeOptions,
): Promise<{ thread: Thread; analysis: Analysis } | { failure: ThreadFailure } | undefined> {
  if ('threadId' in thread) return { failure: thread }
  try {
    const analysis = await analyzer.analyze(thread, options)
    return { thread, analysis }
  } catch (error) {
    return isHitCraftError(error, 'INTERRUPTED')
      ? undefined
      : { failure: failureOf(thread.id, error) }
  }
}

function newGroup() {
  const items: AnalyzedThread[] = []
  const assignments: TopicAssignment[] = []
  const failures: ThreadFailure[] = []
  return { items, assignments, failures }
}

/** Only our own messages are kept: those of other errors may hold what they choked on. */
function failureOf(threadId: string, error: unknown): ThreadFailure {
  if (error instanceof HitCraftError) return { threadId, code: error.code, message: error.message }
  const name = error instanceof Error ? error.name : typeof error
  return { threadId, code: 'INTERNAL', message: `the analyzer broke on this thread (${name})` }
}
