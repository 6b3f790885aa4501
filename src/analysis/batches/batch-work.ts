import type { Batch } from '../../domain/analysis/batch.ts'
import type { Run } from '../../domain/analysis/run.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { Analyzer, Asking } from '../analyzer.ts'
import type { AskOptions, BatchService } from '../models/model-provider.ts'
import { graceful } from '../models/runs/wait.ts'
import type { Graceful } from '../models/runs/wait.ts'
import { retried } from '../models/runs/retrying.ts'
import { RunStop } from '../models/runs/run-stop.ts'
import type { RunSpending } from '../run/asked-by.ts'
import { RunKeeper } from '../run/run-keeper.ts'
import type { RunOptions } from '../run/run-options.ts'
import type { RunStart } from '../run/run-work.ts'
import { BatchCollector } from './batch-collector.ts'
import type { BatchScene } from './batch-scene.ts'
import { BatchLedger } from './batch-ledger.ts'
import { BatchSubmitter } from './batch-submitter.ts'
import { openBatches } from './open-batches.ts'

const PAUSE = { first: 1000, longest: 60_000 } as const
const LISTED_AFTER = 60_000

/** A run that gives its threads to the service in batches, and takes their answers when they are there. */
export class BatchWork {
  readonly #scene: BatchScene
  readonly #options: RunOptions
  readonly #submitter: BatchSubmitter
  readonly #collector: BatchCollector
  readonly #grace: Graceful

  /** @throws HitCraftError UNSUPPORTED for an analyzer without batches, INVALID_INPUT for a budget that cannot be kept */
  constructor(
    store: ChatStore,
    analyzer: Analyzer,
    run: Run,
    options: RunOptions,
    { settled, chosen }: RunStart,
  ) {
    const { asks, service } = batchesOf(analyzer)
    const { signal, budget, batch = {} } = options
    const stop = new RunStop()
    const halt = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
    const ledger = new BatchLedger(asks.provider.model, budget)
    const calls: RunSpending = {
      halt,
      get spending() {
        return ledger.spending
      },
      get stop() {
        return stop.stop
      },
      fail: (error) => stop.end('failure', error),
    }
    const keeper = new RunKeeper(store, run, { analyzer, calls, options, settled })
    this.#options = options
    this.#grace = graceful(signal)
    this.#scene = {
      store,
      key: analyzer.key,
      asks,
      service,
      keeper,
      ledger,
      stop,
      tried: new Map(),
      listedAfter: batch.listedAfter ?? LISTED_AFTER,
      givenUp: batch.giveUp,
      ask: (call) => askOrStop(call, halt, stop, asks.provider.name),
    }
    this.#submitter = new BatchSubmitter(this.#scene, {
      chosen,
      limit: options.limit,
      signal: this.#grace.signal,
    })
    this.#collector = new BatchCollector(this.#scene)
  }

  run(): Promise<Run> {
    return this.#scene.keeper.carryOut(() => this.#work()).finally(this.#grace.close)
  }

  fail(error: unknown): Promise<void> {
    return this.#scene.keeper.fail(error)
  }

  /** Until nothing is pending that this run has not tried, and no batch is open, those of other runs among them. */
  async #work(): Promise<void> {
    const { keeper, store, key } = this.#scene
    const { first, longest } = this.#options.batch?.pause ?? PAUSE
    let pause: number = first
    for (let before: string | undefined; ;) {
      const done = await this.#collector.collect()
      if (keeper.isStopped) return
      let open = await openBatches(store, key)
      // One came or went: there is room in the budget, or threads are pending again.
      if (idsOf(open) !== before) {
        await this.#submitter.submitPending()
        open = await openBatches(store, key)
        before = idsOf(open)
        pause = first
      }
      if (open.length === 0) return this.#submitter.endIfFull()
      if (keeper.isStopped) return
      const requests = open.reduce((sum, batch) => sum + batch.requests, 0)
      this.#options.batch?.onWaiting?.({ batches: open.length, requests, done })
      await keeper.waitAwhile(pause)
      if (keeper.isStopped) return
      pause = Math.min(pause * 2, longest)
    }
  }
}

function idsOf(batches: readonly Batch[]): string {
  return batches.map(({ id }) => id).join(' ')
}

/** @throws HitCraftError INVALID_INPUT for one that asks no model, UNSUPPORTED where its service takes no batches */
export function batchesOf({ asks }: Analyzer): { asks: Asking; service: BatchService } {
  if (asks === undefined) {
    throw new HitCraftError(
      'INVALID_INPUT',
      'this analyzer asks no model, so it makes no batches',
      {
        remedy: 'Leave --batch out: it costs nothing.',
      },
    )
  }
  const service = asks.provider.batches
  if (service !== undefined) return { asks, service }
  throw new HitCraftError('UNSUPPORTED', `${asks.provider.name} takes no batches`, {
    remedy: 'Run it without --batch.',
  })
}

async function askOrStop<T>(
  call: (asking: AskOptions) => Promise<T>,
  signal: AbortSignal,
  stop: RunStop,
  name: string,
): Promise<T | undefined> {
  try {
    return await retried(call, { signal })
  } catch (error) {
    if (signal.aborted) return undefined
    if (!isHitCraftError(error, 'UNAVAILABLE') && !isHitCraftError(error, 'ANSWER_MALFORMED')) {
      throw error
    }
    const told = new HitCraftError(
      'UNAVAILABLE',
      `${name} tells nothing of its batches: ${error.message}`,
      {
        cause: error,
        remedy: 'What was submitted is kept there, and the next run with --batch collects it.',
      },
    )
    stop.end('outage', told)
    return undefined
  }
}
