import { setTimeout as delay } from 'node:timers/promises'
import type { Run } from '../../domain/analysis/run.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { Analyzer } from '../analyzer.ts'
import { analyzePage } from './analyze-page.ts'
import type { AnalyzedGroup, PageOptions } from './analyze-page.ts'
import { BatchSize } from './batch-size.ts'
import { HeldClaims } from './held-claims.ts'
import type { RunOptions } from './run-options.ts'
import { beating, closeDeadRuns, endedRun } from './run-record.ts'
import type { RunEnd } from './run-record.ts'
import { assignTopics } from '../topics/assign-topics.ts'
import { usableModel } from '../topics/current-model.ts'
import { threadTeller } from '../topics/topic-teller.ts'

/** Milliseconds. */
const LEASE = 60_000
const HEARTBEAT = 5000
const PAUSE = { first: 100, longest: 2000 } as const
const PAGE = 1000
const MOST_ERRORS = 100
const INTERRUPTED: RunEnd = { status: 'interrupted' }

interface Results {
  readonly stored: ReadonlySet<string>
  readonly lost: ReadonlySet<string>
  /** Milliseconds, without those of storing. */
  readonly worked: number
}

/** One run at work. */
export class RunWork {
  readonly #store: ChatStore
  readonly #analyzer: Analyzer
  readonly #options: RunOptions
  readonly #claims: HeldClaims
  readonly #batch = new BatchSize()
  /** Content hashes of threads that this run does not take up again unless they change. */
  readonly #tried = new Map<string, string>()
  #run: Run
  #beat = 0
  /** The model under which all that was analyzed before has its topic. */
  #settled: string | undefined
  #topicOf: PageOptions['topicOf'] | 'unknown' = 'unknown'

  /** @param settled see `settledModel` */
  constructor(
    store: ChatStore,
    analyzer: Analyzer,
    run: Run,
    options: RunOptions,
    settled: string | undefined,
  ) {
    this.#store = store
    this.#analyzer = analyzer
    this.#run = run
    this.#options = options
    this.#settled = settled
    const claim = { analyzerKey: run.analyzerKey, worker: run.id, lease: options.lease ?? LEASE }
    this.#claims = new HeldClaims(store, claim, () => this.#showLife())
  }

  async run(): Promise<Run> {
    await this.#put(this.#run)
    await this.#analyzePending()
    await this.#claims.letGo()
    const end = this.#isStopped ? INTERRUPTED : await this.#assignTopics()
    await this.#claims.end()
    return this.#put(endedRun(this.#run, end))
  }

  async fail(): Promise<void> {
    try {
      await this.#claims.end()
    } finally {
      await this.#put(endedRun(this.#run, { status: 'failed' }))
    }
  }

  get #isStopped(): boolean {
    return this.#options.signal?.aborted === true
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

  /** Takes up what nobody else has, by id. @returns whether there was anything */
  async #pass(isFirst: boolean): Promise<boolean> {
    let found = false
    for (let after: string | undefined; ;) {
      if (this.#isStopped || this.#room <= 0) return found
      const page = await this.#claims.take(after, Math.min(this.#batch.size, this.#room))
      after = page.at(-1)?.id
      if (after === undefined) return found
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
    const { signal, onProgress } = this.#options
    const topicOf = await this.#topicTeller()
    const groups = analyzePage(this.#store, this.#analyzer, this.#run, page, { signal, topicOf })
    let since = performance.now()
    for await (const group of groups) {
      results.worked += performance.now() - since
      const own = await this.#save(group)
      for (const { analysis } of group.items) {
        const { threadId } = analysis
        results[own.has(threadId) ? 'stored' : 'lost'].add(threadId)
      }
      const run = this.#run
      this.#run = {
        ...run,
        analyzed: run.analyzed + own.size,
        failed: run.failed + group.failures.length,
        errors: [...run.errors, ...group.failures].slice(0, MOST_ERRORS),
      }
      const tried = this.#run.analyzed + this.#run.failed
      onProgress?.(tried, Math.max(tried, this.#run.planned))
      if (Date.now() - this.#beat > HEARTBEAT) await this.#showLife()
      since = performance.now()
    }
    return results
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
    for (let after: string | undefined; ;) {
      const page = await this.#store.listPending({
        analyzerKey: this.#analyzer.key,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      })
      if (page.some(({ id, contentHash }) => this.#tried.get(id) !== contentHash)) return true
      after = page.at(-1)?.id
      if (after === undefined || page.length < PAGE) return false
    }
  }

  async #wait(pause: number): Promise<void> {
    const { signal } = this.#options
    await delay(pause, undefined, signal === undefined ? {} : { signal }).catch(
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
        isApart: (this.#analyzer.atOnce ?? 1) > 1,
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
    this.#run = run
    this.#beat = Date.now()
    await this.#store.putRecords('run', [run])
    return run
  }
}
