import type { Batch } from '../../domain/analysis/batch.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import { readEach } from '../../storage/read-each.ts'
import type { PendingThread } from '../../storage/chat-store.ts'
import { pendingOf } from '../choosing/choose-threads.ts'
import type { ChosenThreads } from '../choosing/choose-threads.ts'
import type { ModelRequest } from '../models/model-provider.ts'
import { usedUp } from '../models/runs/budget/budget.ts'
import { takeAll, takeEach } from '../run/claims/take-up.ts'
import { BatchDraft } from './batch-draft.ts'
import type { BatchScene } from './batch-scene.ts'
import { openBatches, standsIn } from './open-batches.ts'
import { erasuresIn } from './put-batch.ts'
import { newBatch, submitBatch } from './submit-batch.ts'

/** Threads that are claimed at once, and those that are read at once. */
const PAGE = 1000
const READ = 32
/** Times that nobody knows whether the service has what it was given, before it is given no more. */
const MOST_LOST = 3

export interface SubmitOptions {
  readonly chosen: ChosenThreads | undefined
  /** Threads at most. */
  readonly limit: number | undefined
  /** Ends a submission that is under way. */
  readonly signal: AbortSignal
}

/** Submits what is pending. */
export class BatchSubmitter {
  readonly #scene: BatchScene
  readonly #options: SubmitOptions
  #submitted = 0
  #lost = 0
  #isFull = false
  /** Threads were another's for a moment, and may be free again. */
  #isAgain = false

  constructor(scene: BatchScene, options: SubmitOptions) {
    this.#scene = scene
    this.#options = options
  }

  /** Submits all that is pending, in no batch yet and not tried, as far as the budget bears it. */
  async submitPending(): Promise<void> {
    do {
      this.#isAgain = false
      await this.#submitAll()
    } while (this.#isAgain && !this.#scene.keeper.isStopped)
  }

  async #submitAll(): Promise<void> {
    const { store, key, keeper, tried } = this.#scene
    const { claims } = keeper
    const { chosen } = this.#options
    this.#isFull = false
    const takeUp =
      chosen === undefined ? takeAll(claims) : takeEach(claims, await pendingOf(store, key, chosen))
    while (!keeper.isStopped && !this.#isFull && this.#room > 0) {
      const page = await takeUp(Math.min(PAGE, this.#room))
      if (page === undefined) return
      // Looked at once they are claimed: who had them before wrote its batch before it gave them back.
      const open = await openBatches(store, key)
      const isInBatch = standsIn(open)
      await this.#submitPage(
        page.filter((one) => !isInBatch(one) && tried.get(one.id) !== one.contentHash),
        open,
      )
      await claims.letGo()
    }
  }

  /** Where nothing is open that could give anything back to the budget, it is used up. */
  endIfFull(): void {
    const { stop, ledger } = this.#scene
    if (this.#isFull) stop.end('budget', usedUp(ledger.spending.answered > 0))
  }

  get #room(): number {
    return (this.#options.limit ?? Number.POSITIVE_INFINITY) - this.#submitted
  }

  /** @param open the batches that the budget holds, now that the page is claimed */
  async #submitPage(page: readonly PendingThread[], open: readonly Batch[]): Promise<void> {
    const { ledger, keeper, store, tried } = this.#scene
    const readAt = await erasuresIn(store)
    let draft = new BatchDraft(ledger.account, readAt)
    let room = ledger.roomBeside(open)
    const unasked = new Map(page.map((one) => [one.id, one]))
    for await (const [thread, requests] of this.#requestsOf(page)) {
      if (keeper.isStopped) return
      if (requests.length === 0) continue
      unasked.delete(thread.id)
      const weighed = draft.weigh(requests)
      if (!draft.hasRoomFor(weighed)) {
        room -= draft.units
        await this.#submit(draft)
        draft = new BatchDraft(ledger.account, readAt)
      }
      if (draft.units + weighed.units > room) {
        this.#isFull = true
        break
      }
      draft.add(thread, weighed)
    }
    if (!draft.isEmpty) await this.#submit(draft)
    if (this.#isFull) return
    // Those in which nothing was said, and those that cannot be read.
    const rest = [...unasked.values()]
    this.#submitted += rest.length
    await keeper.analyze(rest)
    for (const { id, contentHash } of rest) tried.set(id, contentHash)
  }

  /** Those of them that can be read. */
  async *#requestsOf(
    page: readonly PendingThread[],
  ): AsyncGenerator<readonly [Thread, readonly ModelRequest[]]> {
    const { store, asks } = this.#scene
    for (let at = 0; at < page.length; at += READ) {
      const { threads } = await readEach(
        store,
        page.slice(at, at + READ).map(({ id }) => id),
      )
      for (const thread of threads.values()) yield [thread, await asks.requestsOf(thread)]
    }
  }

  async #submit(draft: BatchDraft): Promise<void> {
    const { store, asks, service, keeper, stop } = this.#scene
    const { claims } = keeper
    if (keeper.isStopped) return
    // A process that was put to sleep may have lost some: who has them now submits them, and the others come up again.
    const own = await claims.still(draft.threadIds)
    if (own.size < draft.threadIds.length) {
      this.#isAgain = true
      return
    }
    const batch = await newBatch(store, keeper.run, asks.provider, draft)
    await claims.takeTask(taskOf(batch.id))
    const { signal } = this.#options
    try {
      const asking = { signal, halt: keeper.halt }
      const { status } = await submitBatch(store, service, batch, draft, asking)
      this.#submitted += draft.threadIds.length
      if (status === 'submitted') this.#lost = 0
      else if (++this.#lost >= MOST_LOST) stop.end('outage', lost(asks.provider.name))
    } catch (error) {
      if (keeper.isStopped && isHitCraftError(error, 'INTERRUPTED')) return
      if (!isHitCraftError(error, 'UNAVAILABLE')) throw error
      stop.end('outage', error)
    }
  }
}

/** The claim on a batch: nobody else looks for it, or reads it, meanwhile. */
export function taskOf(batchId: string): string {
  return `batch ${batchId}`
}

function lost(name: string): HitCraftError {
  return new HitCraftError('UNAVAILABLE', `${name} does not say whether it took the batches`, {
    remedy: 'The next run with --batch asks it, and gives it only what it does not have.',
  })
}
