import { compareIds } from '../domain/values/ids.ts'
import type { Run } from '../domain/analysis/run.ts'
import type { AnalyzedThread, ChatStore, PendingThread } from '../storage/chat-store.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { Analyzer } from './analyzer.ts'
import { analyzePage } from './analyze-page.ts'
import { beating, closeDeadRuns, endedRun, newRun } from './run-record.ts'
import { assignTopics } from './topics/assign-topics.ts'

export interface RunOptions {
  /** Most threads of this run; default all that are pending. */
  readonly limit?: number
  /** Ends the run after the thread at hand; what was done is kept. */
  readonly signal?: AbortSignal
  /** Threads done (failed ones among them) of those planned. */
  readonly onProgress?: (done: number, planned: number) => void
  /** Fits the topics anew. Default: only when there is no topic model. */
  readonly retopic?: boolean
}

export interface AnalysisPlan {
  readonly analyzerKey: string
  readonly pending: number
  readonly planned: number
}

const PAGE = 200
const HEARTBEAT = 5000
const MOST_ERRORS = 100

/** What `runAnalysis` would do, without doing it. */
export async function planAnalysis(
  store: ChatStore,
  analyzer: Analyzer,
  options: Pick<RunOptions, 'limit'> = {},
): Promise<AnalysisPlan> {
  const pending = await store.countPending(analyzer.key)
  const planned = Math.min(pending, options.limit ?? pending)
  return { analyzerKey: analyzer.key, pending, planned }
}

/**
 * Analyzes the pending threads and assigns their topics. Each page is stored as it comes, so whatever
 * ends the run, the next one goes on from there and analyzes nothing twice. A thread that fails is
 * counted and stays pending. Two runs at once share the work.
 *
 * @returns the run: `done`, or `interrupted` by the signal
 * @throws HitCraftError of the store; the run is then `failed`, if that can still be written
 */
export async function runAnalysis(
  store: ChatStore,
  analyzer: Analyzer,
  options: RunOptions = {},
): Promise<Run> {
  const last = await closeDeadRuns(store)
  const { planned } = await planAnalysis(store, analyzer, options)
  const work = new RunWork(store, analyzer, options, newRun(analyzer.key, planned, last))
  try {
    await work.begin()
    const finished = (await work.analyzePending()) && (await work.assignTopics())
    return await work.end(finished ? 'done' : 'interrupted')
  } catch (error) {
    // The error of the work is the one to tell; that the record may fail too changes nothing.
    await work.end('failed').catch((second: unknown) => second)
    throw error
  }
}

class RunWork {
  #run: Run
  #beat = 0
  readonly #store: ChatStore
  readonly #analyzer: Analyzer
  readonly #options: RunOptions

  constructor(store: ChatStore, analyzer: Analyzer, options: RunOptions, run: Run) {
    this.#store = store
    this.#analyzer = analyzer
    this.#options = options
    this.#run = run
  }

  async begin(): Promise<void> {
    await this.#put(this.#run)
  }

  async end(status: 'done' | 'interrupted' | 'failed'): Promise<Run> {
    await this.#put(endedRun(this.#run, status))
    return this.#run
  }

  /** @returns whether it came to the end */
  async analyzePending(): Promise<boolean> {
    const { limit = Number.POSITIVE_INFINITY, signal, onProgress } = this.#options
    let after: string | undefined
    for (;;) {
      if (signal?.aborted === true) return false
      const done = this.#run.analyzed + this.#run.failed
      if (done >= limit) return true
      const page = await this.#pending(after, Math.min(PAGE, limit - done))
      const last = page.at(-1)
      if (last === undefined) return true
      const { items, failures, interrupted } = await analyzePage(
        this.#store,
        this.#analyzer,
        this.#run,
        page,
        signal,
      )
      const saved = await this.#save(items, after, last.id)
      this.#run = {
        ...this.#run,
        analyzed: this.#run.analyzed + saved,
        failed: this.#run.failed + failures.length,
        errors: [...this.#run.errors, ...failures].slice(0, MOST_ERRORS),
      }
      onProgress?.(this.#run.analyzed + this.#run.failed, this.#run.planned)
      if (interrupted) return false
      if (Date.now() - this.#beat > HEARTBEAT) await this.#put(beating(this.#run))
      after = last.id
    }
  }

  /** @returns whether it came to the end */
  async assignTopics(): Promise<boolean> {
    const { retopic, signal } = this.#options
    try {
      await assignTopics(this.#store, this.#analyzer.key, {
        ...(retopic === undefined ? {} : { retopic }),
        ...(signal === undefined ? {} : { signal }),
      })
      return true
    } catch (error) {
      if (isHitCraftError(error, 'INTERRUPTED')) return false
      throw error
    }
  }

  #pending(after: string | undefined, limit: number): Promise<readonly PendingThread[]> {
    return this.#store.listPending({
      analyzerKey: this.#analyzer.key,
      limit,
      ...(after === undefined ? {} : { after }),
    })
  }

  /** Stores what is still pending: another run may have been quicker. @returns how many */
  async #save(
    items: readonly AnalyzedThread[],
    after: string | undefined,
    last: string,
  ): Promise<number> {
    if (items.length === 0) return 0
    const open = new Set<string>()
    for (let at = after; ;) {
      const page = await this.#pending(at, PAGE)
      for (const { id } of page) open.add(id)
      at = page.at(-1)?.id
      if (at === undefined || page.length < PAGE || compareIds(at, last) >= 0) break
    }
    const left = items.filter(({ analysis }) => open.has(analysis.threadId))
    if (left.length > 0) await this.#store.saveAnalyses(left)
    return left.length
  }

  async #put(run: Run): Promise<void> {
    this.#run = run
    this.#beat = Date.now()
    await this.#store.putRecords('run', [run])
  }
}
