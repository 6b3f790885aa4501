import type { Run } from '../../domain/analysis/run.ts'
import type { ErrorCode } from '../../errors/error-codes.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import { pendingPages } from '../../storage/walk.ts'
import { ModelRefusal } from '../../errors/model-refusal.ts'
import { inBatches } from '../batches/open-batches.ts'
import { pendingOf } from '../choosing/choose-threads.ts'
import type { ChosenThreads } from '../choosing/choose-threads.ts'
import type { AskedBy } from './asked-by.ts'
import { BatchSize } from './batch-size.ts'
import type { RunOptions } from './run-options.ts'
import { RunKeeper } from './run-keeper.ts'
import { takeAll, takeEach } from './claims/take-up.ts'
import { TriedThreads } from './claims/tried-threads.ts'

const PAUSE = { first: 100, longest: 2000 } as const
/** Threads that fail alike, and none other than these, before a run ends for it. */
const USELESS = 20
/** What fails because of the model or of what it is asked, and not of a thread. */
const OF_THE_MODEL: ReadonlySet<string> = new Set<ErrorCode>([
  'INVALID_INPUT',
  'ANSWER_REFUSED',
  'ANSWER_CUT',
  'ANSWER_MALFORMED',
])

/** Where a run begins. */
export interface RunStart {
  /** See `settledModel`. */
  readonly settled: string | undefined
  /** Undefined: it takes up all that is pending. */
  readonly chosen: ChosenThreads | undefined
}

/** One run at work, which has each thread analyzed as it takes it up. */
export class RunWork {
  readonly #store: ChatStore
  readonly #asked: AskedBy
  readonly #options: RunOptions
  readonly #chosen: ChosenThreads | undefined
  readonly #keeper: RunKeeper
  readonly #batch = new BatchSize()
  readonly #tried: TriedThreads

  constructor(
    store: ChatStore,
    asked: AskedBy,
    run: Run,
    options: RunOptions,
    { settled, chosen }: RunStart,
  ) {
    this.#store = store
    this.#asked = asked
    this.#options = options
    this.#chosen = chosen
    this.#tried = new TriedThreads(options.shared)
    this.#keeper = new RunKeeper(store, run, {
      ...asked,
      options,
      settled,
      onFailed: (threads) => this.#tried.fail(threads),
    })
  }

  run(): Promise<Run> {
    return this.#keeper.carryOut(() => this.#analyzePending())
  }

  fail(error: unknown): Promise<void> {
    return this.#keeper.fail(error)
  }

  get #batchSize(): number {
    const { calls } = this.#asked
    if (calls === undefined) return this.#batch.size
    // Enough to keep all calls under way while the last ones of a batch are waited for.
    const enough = calls.atOnce * 2
    const { analyzed, failed } = this.#keeper.run
    // Until one thread has its analysis no more are paid than show that none will have it.
    return analyzed === 0 && failed < USELESS ? Math.min(enough, USELESS - failed) : enough
  }

  get #room(): number {
    const { limit = Number.POSITIVE_INFINITY } = this.#options
    const { analyzed, failed } = this.#keeper.run
    return limit - analyzed - failed
  }

  /** Until nothing is left: what others gave back, and what changed meanwhile, lies behind where a pass was. */
  async #analyzePending(): Promise<void> {
    let pause: number = PAUSE.first
    for (let pass = 1; ; pass++) {
      const found = await this.#pass(pass === 1)
      if (this.#keeper.isStopped || this.#room <= 0) return
      if (found) {
        pause = PAUSE.first
        continue
      }
      if (!(await this.#isLeftToOthers())) return
      await this.#keeper.waitAwhile(pause)
      pause = Math.min(pause * 2, PAUSE.longest)
    }
  }

  /** Takes up what nobody else has, by id, or as it was chosen. @returns whether there was anything */
  async #pass(isFirst: boolean): Promise<boolean> {
    const { claims } = this.#keeper
    let found = false
    const takeUp =
      this.#chosen === undefined
        ? takeAll(claims)
        : takeEach(claims, await this.#pendingOf(this.#chosen))
    for (;;) {
      if (this.#keeper.isStopped || this.#room <= 0) return found
      const page = await takeUp(Math.min(this.#batchSize, this.#room))
      if (page === undefined) return found
      // Looked at once they are claimed: who had them before wrote its batch before it gave them back.
      const isInBatch = await this.#inBatches()
      const open = await this.#tried.untried(page.filter((one) => !isInBatch(one)))
      const { stored, lost, worked } = await this.#keeper.analyze(open)
      await this.#tried.told()
      await this.#endIfUseless()
      if (this.#keeper.isStopped) return found || open.length > 0
      // In the first pass none comes twice, so what was stored need not be remembered.
      this.#tried.add(open.filter(({ id }) => !lost.has(id) && !(isFirst && stored.has(id))))
      if (stored.size === page.length) claims.done()
      else await claims.letGo()
      this.#batch.took(page.length, worked)
      found ||= open.length > 0
    }
  }

  /** A model that no thread has had an analysis of, for the same reason each, is not paid for all of them. */
  async #endIfUseless(): Promise<void> {
    const { calls } = this.#asked
    const { analyzed, failed, failedBy, errors } = this.#keeper.run
    const [code = '', ...others] = Object.keys(failedBy)
    if (calls === undefined || analyzed > 0 || failed < USELESS || others.length > 0) return
    if (!OF_THE_MODEL.has(code) || (await this.#options.shared?.hasSaved()) === true) return
    const why = `each of the first ${failed} threads failed alike (${code}: ${errors[0]?.message ?? ''})`
    calls.fail(
      new ModelRefusal('UNSUPPORTED', why, 'model', {
        remedy:
          'They stay pending. Name another model in ANALYZER_MODEL; --show-sent ID shows what is asked.',
      }),
    )
  }

  /** Whether something is pending that this run has not tried: then others have it. */
  async #isLeftToOthers(): Promise<boolean> {
    const isInBatch = await this.#inBatches()
    const isLeft = async (page: readonly PendingThread[]) =>
      (await this.#tried.untried(page.filter((one) => !isInBatch(one)))).length > 0
    if (this.#chosen !== undefined) return isLeft(await this.#pendingOf(this.#chosen))
    for await (const page of pendingPages(this.#store, this.#asked.analyzer.key)) {
      if (await isLeft(page)) return true
    }
    return false
  }

  /** What stands in a batch under way is paid for, and left to it. */
  async #inBatches(): Promise<(thread: PendingThread) => boolean> {
    const { analyzer, calls } = this.#asked
    return calls === undefined ? () => false : inBatches(this.#store, analyzer.key)
  }

  #pendingOf(chosen: ChosenThreads): Promise<readonly PendingThread[]> {
    return pendingOf(this.#store, this.#asked.analyzer.key, chosen)
  }
}
