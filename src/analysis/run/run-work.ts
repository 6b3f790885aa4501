import { setTimeout as delay } from 'node:timers/promises'
import type { Run } from '../../domain/analysis/run.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { Analyzer } from '../analyzer.ts'
import type { RunCalls } from '../models/runs/run-calls.ts'
import type { AskedBy } from './asked-by.ts'
import { analyzePage } from './analyze-page.ts'
import type { AnalyzedGroup, PageOptions } from './analyze-page.ts'
import { BatchSize } from './batch-size.ts'
import { HeldClaims } from './held-claims.ts'
import type { RunOptions } from './run-options.ts'
import { beating, closeDeadRuns, countedRun, endedRun } from './run-record.ts'
import type { RunEnd } from './run-record.ts'
import { assignTopics } from '../topics/assign-topics.ts'
import { usableModel } from '../topics/current-model.ts'
import { threadTeller } from '../topics/topic-teller.ts'
import { pendingOf } from '../choosing/choose-threads.ts'
import type { ChosenThreads } from '../choosing/choose-threads.ts'
import { takeAll, takeEach } from './take-up.ts'

/** Milliseconds. */
const LEASE = 60_000
const HEARTBEAT = 5000
/** Of a run that spends: what it spent since is lost to its record when it is killed. */
const SPENDING_HEARTBEAT = 1000
const PAUSE = { first: 100, longest: 2000 } as const
const PAGE = 1000
const INTERRUPTED: RunEnd = { status: 'interrupted' }

interface Results {
  readonly stored: ReadonlySet<string>
  readonly lost: ReadonlySet<string>
  /** Milliseconds, without those of storing. */
  readonly worked: number
}

/** Where a run begins. */
export interface RunStart {
  /** See `settledModel`. */
  readonly settled: string | undefined
  /** Undefined: it takes up all that is pending. */
  readonly chosen: ChosenThreads | undefined
}

/** One run at work. */
export class RunWork {
  readonly #store: ChatStore
  readonly #analyzer: Analyzer
  readonly #calls: RunCalls | undefined
  readonly #options: RunOptions
  readonly #chosen: ChosenThreads | undefined
  readonly #claims: HeldClaims
  readonly #batch = new BatchSize()
  /** Content hashes of threads that this run does not take up again unless they change. */
  readonly #tried = new Map<string, string>()
  #run: Run
  #beat = 0
  /** The model under which all that was analyzed before has its topic. */
  #settled: string | undefined
  #topicOf: PageOptions['topicOf'] | 'unknown' = 'unknown'

  constructor(
    store: ChatStore,
    { analyzer, calls }: AskedBy,
    run: Run,
    options: RunOptions,
    { settled, chosen }: RunStart,
  ) {
    this.#store = store
    this.#analyzer = analyzer
    this.#calls = calls
    this.#run = run
    this.#options = options
    this.#settled = settled
    this.#chosen = chosen
    const claim = { analyzerKey: run.analyzerKey, worker: run.id, lease: options.lease ?? LEASE }
    this.#claims = new HeldClaims(store, claim, () => this.#showLife())
  }

  async run(): Promise<Run> {
    await this.#put(this.#run)
    await this.#analyzePending()
    await this.#claims.letGo()
    const end = await this.#end()
    await this.#claims.end()
    return this.#put(endedRun(this.#run, end))
  }

  async fail(error: unknown): Promise<void> {
    const reason = isHitCraftError(error) ? { reason: error.message } : {}
    try {
      await this.#claims.end()
    } finally {
      await this.#put(endedRun(this.#run, { status: 'failed', ...reason }))
    }
  }

  /** Comes when no more threads are to be taken up. */
  get #halt(): AbortSignal | undefined {
    return this.#calls?.halt ?? this.#options.signal
  }

  get #isStopped(): boolean {
    return this.#halt?.aborted === true
  }

  get #batchSize(): number {
    // Enough to keep all calls under way while the last ones of a batch are waited for.
    return this.#calls === undefined ? this.#batch.size : this.#calls.atOnce * 2
  }

  /** What was analyzed gets its topics also where the budget or the service came to an end: that costs nothing. */
  async #end(): Promise<RunEnd> {
    const stop = this.#calls?.stop
    if (this.#options.signal?.aborted === true) return INTERRUPTED
    if (stop?.reason === 'refused' || stop?.reason === 'failure') throw stop.error
    const end = await this.#assignTopics()
    if (stop === undefined || end.status !== 'done') return end
    return { ...end, status: stop.reason, reason: stop.error.message }
  }

  get #room(): number {
    const { limit = Number.POSITIVE_INFINITY } = this.#options
    return limit - this.#run.analyzed - this.#run.failed
  }

  /** Until nothing is left: what others gave back, and what changed meanwhile, lies behind where a pass was. */
  async #analyzePending(): Promise<void> {
    let pause: number = PAUSE.first
    for (let pass = 1; ; pass++) {
      const found = await this.#pass(pass === 1)
      if (this.#isStopped || this.#room <= 0) return
      if (found) {
        pause = PAUSE.first
        continue
      }
      if (!(await this.#isLeftToOthers())) return
      await this.#wait(pause)
      pause = Math.min(pause * 2, PAUSE.longest)
    }
  }

  /** Takes up what nobody else has, by id, or as it was chosen. @returns whether there was anything */
  async #pass(isFirst: boolean): Promise<boolean> {
    let found = false
    const takeUp =
      this.#chosen === undefined
        ? takeAll(this.#claims)
        : takeEach(this.#claims, await this.#pendingOf(this.#chosen))
    for (;;) {
      if (this.#isStopped || this.#room <= 0) return found
      const page = await takeUp(Math.min(this.#batchSize, this.#room))
      if (page === undefined) return found
      const open = page.filter(({ id, contentHash }) => this.#tried.get(id) !== contentHash)
      const { stored, lost, worked } = await this.#analyze(open)
      if (this.#isStopped) return found || open.length > 0
      for (const { id, contentHash } of open) {
        // In the first pass none comes twice, so what was stored need not be remembered.
        if (lost.has(id) || (isFirst && stored.has(id))) continue
        this.#tried.set(id, contentHash)
      }
      if (stored.size === page.length) this.#claims.done()
      else await this.#claims.letGo()
      this.#batch.took(page.length, worked)
      found ||= open.length > 0
    }
  }

  /** @returns what was stored, and what had become another's; the rest failed, or is gone */
  async #analyze(page: readonly PendingThread[]): Promise<Results> {
    const results = { stored: new Set<string>(), lost: new Set<string>(), worked: 0 }
    if (page.length === 0) return results
    const { onProgress } = this.#options
    const groups = analyzePage(this.#store, this.#analyzer, this.#run, page, {
      signal: this.#halt,
      topicOf: await this.#topicTeller(),
      asTheyCome: this.#calls !== undefined,
    })
    let since = performance.now()
    for await (const group of groups) {
      results.worked += performance.now() - since
      const own = await this.#saveOrFail(group, groups)
      for (const { analysis } of group.items) {
        const { threadId } = analysis
        results[own.has(threadId) ? 'stored' : 'lost'].add(threadId)
      }
      this.#run = countedRun(this.#run, own.size, group.failures)
      const tried = this.#run.analyzed + this.#run.failed
      onProgress?.(tried, Math.max(tried, this.#run.planned), this.#calls?.spending)
      const beat = this.#calls === undefined ? HEARTBEAT : SPENDING_HEARTBEAT
      if (Date.now() - this.#beat > beat) await this.#showLife()
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
    group: AnalyzedGroup,
    rest: AsyncIterable<AnalyzedGroup>,
  ): Promise<ReadonlySet<string>> {
    try {
      return await this.#save(group)
    } catch (error) {
      if (this.#calls !== undefined) await this.#saveLast(this.#calls, error, group, rest)
      throw error
    }
  }

  async #saveLast(
    calls: RunCalls,
    error: unknown,
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
      this.#run = countedRun(this.#run, own.size, left.failures)
    } catch {
      // The first failure is the one to tell: these threads stay pending.
    }
  }

  /** Stores what is still this run's. @returns what that is */
  async #save({ items, assignments }: AnalyzedGroup): Promise<ReadonlySet<string>> {
    const ids = items.map(({ analysis }) => analysis.threadId)
    const own = ids.length === 0 ? new Set<string>() : await this.#claims.still(ids)
    // Topics first: a thread that has its analysis has its topic, whatever happens in between.
    const topics = assignments.filter(({ threadId }) => own.has(threadId))
    if (topics.length > 0) await this.#store.saveTopicAssignments(topics)
    const left = items.filter(({ analysis }) => own.has(analysis.threadId))
    if (left.length > 0) await this.#store.saveAnalyses(left)
    return own
  }

  /** The topics of what is analyzed now are told by the model that stands; without one they come at the end. */
  async #topicTeller(): Promise<PageOptions['topicOf']> {
    if (this.#topicOf !== 'unknown') return this.#topicOf
    const model =
      this.#options.retopic === true
        ? undefined
        : await usableModel(this.#store, this.#analyzer.key)
    if (model?.id !== this.#settled) this.#settled = undefined
    this.#topicOf = model === undefined ? undefined : threadTeller(model)
    return this.#topicOf
  }

  /** Whether something is pending that this run has not tried: then others have it. */
  async #isLeftToOthers(): Promise<boolean> {
    const isUntried = ({ id, contentHash }: PendingThread) => this.#tried.get(id) !== contentHash
    if (this.#chosen !== undefined) return (await this.#pendingOf(this.#chosen)).some(isUntried)
    for (let after: string | undefined; ;) {
      const page = await this.#store.listPending({
        analyzerKey: this.#analyzer.key,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      })
      if (page.some(isUntried)) return true
      after = page.at(-1)?.id
      if (after === undefined || page.length < PAGE) return false
    }
  }

  #pendingOf(chosen: ChosenThreads): Promise<readonly PendingThread[]> {
    return pendingOf(this.#store, this.#analyzer.key, chosen)
  }

  async #wait(pause: number): Promise<void> {
    const halt = this.#halt
    await delay(pause, undefined, halt === undefined ? {} : { signal: halt }).catch(
      (error: unknown) => {
        if (!this.#isStopped) throw error
      },
    )
    if (Date.now() - this.#beat > HEARTBEAT) await this.#showLife()
    // One that died gives back at once what it had, where it can be known.
    await closeDeadRuns(this.#store)
    await this.#store.refresh()
  }

  async #assignTopics(): Promise<RunEnd> {
    const { retopic, signal } = this.#options
    try {
      const model = await assignTopics(this.#store, this.#analyzer.key, {
        claimFit: () => this.#claims.takeTask('fit topics'),
        // Where threads of their own analyze, this one has something else to do.
        isApart: this.#calls !== undefined || (this.#analyzer.atOnce ?? 1) > 1,
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

  #showLife(): Promise<Run> {
    return this.#put(beating(this.#run))
  }

  async #put(run: Run): Promise<Run> {
    const spending = this.#calls?.spending
    this.#run = spending === undefined ? run : { ...run, spending }
    this.#beat = Date.now()
    await this.#store.putRecords('run', [this.#run])
    return this.#run
  }
}
