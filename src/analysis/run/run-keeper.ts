import type { Run } from '../../domain/analysis/run.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import type { Analyzer } from '../analyzer.ts'
import { assignTopics } from '../topics/assign-topics.ts'
import { usableModel } from '../topics/current-model.ts'
import { threadTeller } from '../topics/topic-teller.ts'
import { analyzePage } from './analyze-page.ts'
import type { AnalyzedGroup, PageOptions } from './analyze-page.ts'
import type { RunSpending } from './asked-by.ts'
import { HeldClaims } from './claims/held-claims.ts'
import { pause } from './pause.ts'
import type { RunOptions } from './run-options.ts'
import { beating, closeDeadRuns, countedRun, endedRun } from './run-record.ts'
import type { RunEnd } from './run-record.ts'
import { WindowDesk } from './window-desk.ts'

/** Milliseconds. */
const LEASE = 60_000
const HEARTBEAT = 5000
/** Of a run that spends: what it spent since is lost to its record when it is killed. */
const SPENDING_HEARTBEAT = 1000
const INTERRUPTED: RunEnd = { status: 'interrupted' }

/** What became of some threads. */
export interface Results {
  readonly stored: ReadonlySet<string>
  /** They had become another's. */
  readonly lost: ReadonlySet<string>
  /** Milliseconds, without those of storing. */
  readonly worked: number
}

/** What a run works with, whichever way it takes its threads up. */
export interface KeptRun {
  readonly analyzer: Analyzer
  /** Of one that asks a model. */
  readonly calls?: RunSpending | undefined
  readonly options: RunOptions
  /** See `settledModel`. */
  readonly settled: string | undefined
  /** Told of threads that failed, before what is claimed is given back. */
  readonly onFailed?: (threads: readonly PendingThread[]) => void
}

/** Keeps a run: its record, its claims, and what is stored of the threads that it analyzes. */
export class RunKeeper {
  readonly claims: HeldClaims
  readonly #store: ChatStore
  readonly #kept: KeptRun
  readonly #windows: WindowDesk | undefined
  #run: Run
  #beat = 0
  #putting: Promise<void> = Promise.resolve()
  /** The model under which all that was analyzed before has its topic. */
  #settled: string | undefined
  #topicOf: PageOptions['topicOf'] | 'unknown' = 'unknown'

  constructor(store: ChatStore, run: Run, kept: KeptRun) {
    this.#store = store
    this.#run = run
    this.#kept = kept
    if (kept.calls !== undefined) this.#windows = new WindowDesk(store, run.analyzerKey, kept.calls)
    this.#settled = kept.settled
    const lease = kept.options.lease ?? LEASE
    const claim = { analyzerKey: run.analyzerKey, worker: run.id, lease }
    this.claims = new HeldClaims(store, claim, () => this.#showLife())
  }

  get run(): Run {
    return this.#run
  }

  /** Comes when no more threads are to be taken up. */
  get halt(): AbortSignal | undefined {
    return this.#kept.calls?.halt ?? this.#kept.options.signal
  }

  get isStopped(): boolean {
    return this.halt?.aborted === true
  }

  /** Does the work of the run, from its first record to its last. @throws what the work does, and what stopped it */
  async carryOut(work: () => Promise<void>): Promise<Run> {
    await this.#put(this.#run)
    const timer = this.#tellSpending()
    try {
      await work()
      await this.claims.letGo()
      const end = await this.#end()
      clearInterval(timer)
      await this.claims.end()
      return await this.#put(endedRun(this.#run, end))
    } finally {
      clearInterval(timer)
    }
  }

  /** Ends the run, whose work broke. */
  async fail(error: unknown): Promise<void> {
    const reason = isHitCraftError(error) ? { reason: error.message } : {}
    try {
      await this.claims.end()
    } finally {
      await this.#put(endedRun(this.#run, { status: 'failed', ...reason }))
    }
  }

  /** Says that the run is alive, unless it said so a while ago at most. */
  async showLife(): Promise<void> {
    const beat = this.#kept.calls === undefined ? HEARTBEAT : SPENDING_HEARTBEAT
    if (Date.now() - this.#beat > beat) await this.#showLife()
  }

  /** Waits so many milliseconds for what others do, less where no more is to be taken up, and looks what has become of it. */
  async waitAwhile(milliseconds: number): Promise<void> {
    await pause(milliseconds, this.halt)
    await this.showLife()
    // One that died gives back at once what it had, where it can be known.
    await closeDeadRuns(this.#store)
    await this.#store.refresh()
  }

  /** Analyzes threads that are claimed and stores what comes of it. @param analyzer default that of the run */
  async analyze(
    page: readonly PendingThread[],
    analyzer: Analyzer = this.#kept.analyzer,
  ): Promise<Results> {
    const results = { stored: new Set<string>(), lost: new Set<string>(), worked: 0 }
    if (page.length === 0) return results
    const { calls, options } = this.#kept
    const groups = analyzePage(this.#store, analyzer, this.#run, page, {
      signal: this.halt,
      topicOf: await this.#topicTeller(),
      asTheyCome: calls !== undefined,
      kept: this.#windows,
    })
    let since = performance.now()
    for await (const group of groups) {
      results.worked += performance.now() - since
      const own = await this.#saveOrFail(page, group, groups)
      for (const { analysis } of group.items) {
        const { threadId } = analysis
        results[own.has(threadId) ? 'stored' : 'lost'].add(threadId)
      }
      this.#count(page, own, group)
      const { analyzed, failed, planned } = this.#run
      const tried = analyzed + failed
      options.onProgress?.(tried, Math.max(tried, planned), calls?.spending, failed)
      await this.showLife()
      since = performance.now()
    }
    return results
  }

  /**
   * Stores a group. Where that fails no more calls are made, and what is paid for, with what comes of the calls under
   * way, is tried once more.
   *
   * @throws what the first try does, whatever came of the second
   */
  async #saveOrFail(
    page: readonly PendingThread[],
    group: AnalyzedGroup,
    rest: AsyncIterable<AnalyzedGroup>,
  ): Promise<ReadonlySet<string>> {
    try {
      return await this.#save(group)
    } catch (error) {
      const { calls } = this.#kept
      if (calls !== undefined) await this.#saveLast(calls, error, page, group, rest)
      throw error
    }
  }

  async #saveLast(
    calls: RunSpending,
    error: unknown,
    page: readonly PendingThread[],
    group: AnalyzedGroup,
    rest: AsyncIterable<AnalyzedGroup>,
  ): Promise<void> {
    const why = isHitCraftError(error) ? error.message : 'the store failed'
    calls.fail(new HitCraftError('INTERRUPTED', `no answer can be stored: ${why}`))
    const all = [group]
    for await (const more of rest) all.push(more)
    const left = {
      items: all.flatMap(({ items }) => items),
      assignments: all.flatMap(({ assignments }) => assignments),
      failures: all.flatMap(({ failures }) => failures),
    }
    try {
      const own = await this.#save(left)
      this.#count(page, own, left)
    } catch {
      // The first failure is the one to tell: these threads stay pending.
    }
  }

  #count(
    page: readonly PendingThread[],
    own: ReadonlySet<string>,
    { failures }: AnalyzedGroup,
  ): void {
    const failed = new Set(failures.map(({ threadId }) => threadId))
    this.#kept.onFailed?.(page.filter(({ id }) => failed.has(id)))
    this.#run = countedRun(this.#run, own.size, failures)
  }

  /** Stores what is still this run's. @returns what that is */
  async #save({ items, assignments }: AnalyzedGroup): Promise<ReadonlySet<string>> {
    const ids = items.map(({ analysis }) => analysis.threadId)
    const own = ids.length === 0 ? new Set<string>() : await this.claims.still(ids)
    // Topics first: a thread that has its analysis has its topic, whatever happens in between.
    const topics = assignments.filter(({ threadId }) => own.has(threadId))
    if (topics.length > 0) await this.#store.saveTopicAssignments(topics)
    const left = items.filter(({ analysis }) => own.has(analysis.threadId))
    if (left.length > 0) await this.#store.saveAnalyses(this.#windows?.settling(left) ?? left)
    return own
  }

  /** The topics of what is analyzed now are told by the model that stands; without one they come at the end. */
  async #topicTeller(): Promise<PageOptions['topicOf']> {
    if (this.#topicOf !== 'unknown') return this.#topicOf
    const { analyzer, options } = this.#kept
    const model =
      options.retopic === true ? undefined : await usableModel(this.#store, analyzer.key)
    if (model?.id !== this.#settled) this.#settled = undefined
    this.#topicOf = model === undefined ? undefined : threadTeller(model)
    return this.#topicOf
  }

  /** What was analyzed gets its topics also where the budget or the service came to an end: that costs nothing. */
  async #end(): Promise<RunEnd> {
    const { calls, options } = this.#kept
    const stop = calls?.stop
    if (options.signal?.aborted === true) return INTERRUPTED
    if (stop?.reason === 'refused' || stop?.reason === 'failure') throw stop.error
    const end = await this.#assignTopics()
    if (stop === undefined || end.status !== 'done') return end
    return { ...end, status: stop.reason, reason: stop.error.message }
  }

  async #assignTopics(): Promise<RunEnd> {
    const { analyzer, calls, options } = this.#kept
    const { retopic, signal } = options
    try {
      const model = await assignTopics(this.#store, analyzer.key, {
        claimFit: () => this.claims.takeTask('fit topics'),
        // Where threads of their own analyze, this one has something else to do.
        isApart: calls !== undefined || (analyzer.atOnce ?? 1) > 1,
        ...(retopic === undefined ? {} : { retopic }),
        ...(signal === undefined ? {} : { signal }),
        ...(this.#settled === undefined ? {} : { settled: this.#settled }),
      })
      return { status: 'done', ...(model === undefined ? {} : { topicModelId: model.id }) }
    } catch (error) {
      if (isHitCraftError(error, 'INTERRUPTED')) return INTERRUPTED
      throw error
    }
  }

  /** Writes down what was spent while answers are waited for, and none comes to be stored. */
  #tellSpending(): NodeJS.Timeout | undefined {
    const { calls } = this.#kept
    if (calls === undefined) return undefined
    let told = JSON.stringify(calls.spending)
    const tell = async () => {
      const now = JSON.stringify(calls.spending)
      if (now === told) return
      told = now
      // A write that fails is tried again with the next one, and the last of them tells.
      await this.#showLife().catch((error: unknown) => error)
    }
    return setInterval(() => void tell(), SPENDING_HEARTBEAT).unref()
  }

  #showLife(): Promise<Run> {
    return this.#put(beating(this.#run))
  }

  /** One after the other, so that no older state of the record is written over a newer one. */
  async #put(run: Run): Promise<Run> {
    const spending = this.#kept.calls?.spending
    const now = spending === undefined ? run : { ...run, spending }
    this.#run = now
    this.#beat = Date.now()
    const before = this.#putting
    const put = async () => {
      await before.catch((error: unknown) => error)
      await this.#store.putRecords('run', [now])
    }
    this.#putting = put()
    await this.#putting
    return now
  }
}
