import type { Borrower, ChatStore, ClaimQuery, PendingThread } from '../../../storage/chat-store.ts'

/**
 * The threads that a run has claimed. While it works on them they are renewed; a run that could not do so in
 * time, as one that was put to sleep, finds out before it stores anything whether they are still its own.
 */
export class HeldClaims {
  readonly #store: ChatStore
  readonly #claim: Borrower
  readonly #timer: NodeJS.Timeout
  #held: readonly string[] = []
  /** Of our clock, before the store was asked: the lease runs from there or later. */
  #renewedAt = 0
  #isHolding = false
  #beating: Promise<unknown> = Promise.resolve()

  /** @param beat done as often as the claims are renewed, whether there are any or not */
  constructor(store: ChatStore, claim: Borrower, beat: () => Promise<unknown>) {
    this.#store = store
    this.#claim = claim
    const renew = async () => {
      if (this.#isHolding) await this.#renew()
      await beat()
    }
    this.#timer = setInterval(() => {
      // Whether that failed too often is found by the time, before anything is stored.
      this.#beating = this.#beating.then(renew).catch((error: unknown) => error)
    }, claim.lease / 3)
    this.#timer.unref()
  }

  /** Claims the next threads, which take the place of those before. */
  async take(
    which: Pick<ClaimQuery, 'after' | 'among'>,
    limit: number,
  ): Promise<readonly PendingThread[]> {
    const start = Date.now()
    const page = await this.#store.claimPending({ ...this.#claim, ...which, limit })
    this.#held = page.map(({ id }) => id)
    this.#renewedAt = start
    this.#isHolding ||= page.length > 0
    return page
  }

  /** @returns whether the task is this run's now, until what it holds is given back */
  async takeTask(task: string): Promise<boolean> {
    const isTaken = await this.#store.claimTask({ ...this.#claim, task })
    this.#isHolding ||= isTaken
    return isTaken
  }

  /** Those of the threads that no other worker can have been given. */
  async still(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const age = Date.now() - this.#renewedAt
    // A clock that was set back says nothing of the time that has passed.
    if (age < 0 || age > this.#claim.lease / 2) await this.#renew()
    const held = new Set(this.#held)
    return new Set(ids.filter((id) => held.has(id)))
  }

  async #renew(): Promise<void> {
    const start = Date.now()
    const asked = this.#held
    const held = await this.#store.renewClaims({ ...this.#claim, ids: asked })
    // Others were taken meanwhile, and of these nothing was asked.
    if (this.#held !== asked) return
    this.#held = held
    this.#renewedAt = start
  }

  /** All that was taken was stored, so nothing is held any more. */
  done(): void {
    this.#isHolding = false
  }

  /** Gives back what was taken and not stored, so that others may have it at once. */
  async letGo(): Promise<void> {
    if (!this.#isHolding) return
    await this.#store.releaseClaims(this.#claim.analyzerKey, this.#claim.worker)
    this.#isHolding = false
  }

  /** Ends the renewals and gives back what is left. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
    await this.letGo()
  }
}
