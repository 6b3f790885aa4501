import type { SharedRun, ThreadAsItIs } from '../../models/runs/budget/shared-run.ts'
import { retried } from '../../models/runs/retrying.ts'

/** The database of the queue may be away for some 15 seconds before a part ends for it. */
const PATIENCE = { attempts: 6 } as const

/**
 * The threads that a run does not take up again unless they change. What failed is known to all parts of a shared run, and to
 * those who sit down later: each thread is tried once, and paid for once.
 */
export class TriedThreads {
  readonly #shared: SharedRun | undefined
  /** Content hashes by id. */
  readonly #own = new Map<string, string>()
  #untold: ThreadAsItIs[] = []
  #telling: Promise<unknown> = Promise.resolve()

  constructor(shared: SharedRun | undefined) {
    this.#shared = shared
  }

  /** Notes threads that this part is done with. */
  add(threads: readonly ThreadAsItIs[]): void {
    for (const { id, contentHash } of threads) this.#own.set(id, contentHash)
  }

  /** Notes threads that failed, and begins to tell the other parts. */
  fail(threads: readonly ThreadAsItIs[]): void {
    this.add(threads)
    if (this.#shared === undefined || threads.length === 0) return
    this.#untold.push(...threads)
    // What does not get through is told before the claims are given back.
    this.#telling = this.#telling.then(() => this.#tell()).catch((error: unknown) => error)
  }

  /** Resolves once the other parts can know. @throws HitCraftError UNAVAILABLE */
  async told(): Promise<void> {
    await this.#telling
    await retried(() => this.#tell(), {}, PATIENCE)
  }

  /** Those of the threads that nobody of the run has tried. @throws HitCraftError UNAVAILABLE */
  async untried<T extends ThreadAsItIs>(threads: readonly T[]): Promise<readonly T[]> {
    const isNew = ({ id, contentHash }: T): boolean => this.#own.get(id) !== contentHash
    const left = threads.filter(isNew)
    const shared = this.#shared
    if (shared === undefined || left.length === 0) return left
    this.add(await retried(() => shared.failedOf(left), {}, PATIENCE))
    return left.filter(isNew)
  }

  async #tell(): Promise<void> {
    const told = [...this.#untold]
    if (told.length > 0) await this.#shared?.noteFailed(told)
    this.#untold = this.#untold.slice(told.length)
  }
}
