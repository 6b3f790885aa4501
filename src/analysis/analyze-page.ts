import { setImmediate } from 'node:timers/promises'
import type { Run } from '../domain/analysis/run.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import { readEach } from '../storage/read-each.ts'
import type { AnalyzedThread, ChatStore, PendingThread } from '../storage/chat-store.ts'
import type { Analyzer } from './analyzer.ts'
import { historyEntry } from './run-record.ts'

/** Milliseconds of work after which the event loop gets its turn. */
const SLICE = 20

/** A thread that could not be analyzed; it stays pending. */
export interface ThreadFailure {
  readonly threadId: string
  readonly code: string
  readonly message: string
}

export interface AnalyzedPage {
  readonly items: readonly AnalyzedThread[]
  readonly failures: readonly ThreadFailure[]
  /** Whether the signal ended the page early. */
  readonly interrupted: boolean
}

/** Analyzes a page of pending threads; nothing is stored yet. */
export async function analyzePage(
  store: ChatStore,
  analyzer: Analyzer,
  run: Run,
  page: readonly PendingThread[],
  signal?: AbortSignal,
): Promise<AnalyzedPage> {
  const items: AnalyzedThread[] = []
  const failures: ThreadFailure[] = []
  let sliceEnds = Date.now() + SLICE
  const ids = page.map(({ id }) => id)
  const { threads, damaged } = await readEach(store, ids)
  for (const threadId of ids) {
    if (signal?.aborted === true) return { items, failures, interrupted: true }
    const spoiled = damaged.get(threadId)
    if (spoiled !== undefined) failures.push(failureOf(threadId, spoiled.error))
    const thread = threads.get(threadId)
    // Gone since it was listed: nothing to analyze.
    if (thread === undefined) continue
    try {
      const analysis = await analyzer.analyze(thread, signal === undefined ? {} : { signal })
      items.push({ analysis, entry: historyEntry(run, analysis, thread.messages.length) })
    } catch (error) {
      if (isHitCraftError(error, 'INTERRUPTED')) return { items, failures, interrupted: true }
      failures.push(failureOf(threadId, error))
    }
    if (Date.now() < sliceEnds) continue
    await setImmediate()
    sliceEnds = Date.now() + SLICE
  }
  return { items, failures, interrupted: false }
}

/** Only our own messages are kept: those of other errors may hold what they choked on. */
function failureOf(threadId: string, error: unknown): ThreadFailure {
  if (error instanceof HitCraftError) return { threadId, code: error.code, message: error.message }
  const name = error instanceof Error ? error.name : typeof error
  return { threadId, code: 'INTERNAL', message: `the analyzer broke on this thread (${name})` }
}
