import { randomUUID } from 'node:crypto'
import { workingHere } from '../../analysis/run/this-process.ts'
import type { MigrationRecord } from '../../domain/migration-record.ts'
import { given } from '../../domain/values/given.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { claimFilling, holdFilling, inUse, LEASE, releaseFilling } from './claim.ts'
import { HELD_KINDS, holdingOf } from './holdings.ts'
import { standingOf } from './standing.ts'

/** What a pass found, as the mark keeps it. */
export type Found = Pick<MigrationRecord, 'records' | 'gaps'>

/**
 * The right to fill a store, which one migration at a time has, and the mark in the store that says how far
 * that has come. From the first write of a pass until its end the store is refused to others: one that could not
 * begin, for want of its source, leaves the store as usable as it was.
 */
export class Filling {
  readonly #to: ChatStore
  readonly #worker: string
  readonly #timer: NodeJS.Timeout
  readonly #written = new Set<MovedKind>()
  #mark: MigrationRecord
  #renewing: Promise<void> = Promise.resolve()
  #renewedAt = Date.now()
  #lost: unknown

  private constructor(to: ChatStore, worker: string, mark: MigrationRecord) {
    this.#to = to
    this.#worker = worker
    this.#mark = mark
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing.then(() => this.#renew())
    }, LEASE / 3)
    this.#timer.unref()
  }

  /**
   * Claims the target.
   * @throws HitCraftError CONFLICT while another migration fills this store
   */
  static async begin(from: RecordSource, to: ChatStore): Promise<Filling> {
    const worker = await claimFilling(to)
    try {
      const { before, identity, isAlone } = await standingOf(from, to)
      const { kind, location } = from
      const mark: MigrationRecord = {
        id: randomUUID(),
        state: 'whole',
        records: {},
        gaps: 0,
        held: {},
        ...before,
        source: { kind, location },
        ...given({ identity }),
        isAlone,
        startedAt: new Date().toISOString(),
        worker: { ...workingHere(), name: worker },
      }
      await to.putRecords('migration', [mark])
      return new Filling(to, worker, mark)
    } catch (error) {
      await releaseFilling(to, worker)
      throw error
    }
  }

  /** Whether all that was in the target when the pass began had come from this source. */
  get isAlone(): boolean {
    return this.#mark.isAlone
  }

  /** Whether an earlier pass came to its end and had all of the source: what differs now was written since. */
  get isDelta(): boolean {
    return this.#mark.finishedAt !== undefined && this.#mark.gaps === 0
  }

  /** Before each write of a kind. @throws HitCraftError CONFLICT where another has taken over meanwhile */
  async writes(kind: MovedKind): Promise<void> {
    await this.#holds()
    this.#written.add(kind)
    if (this.#mark.state === 'under way') return
    await this.#put({ ...this.#mark, state: 'under way' })
  }

  /** The pass has come to its end. */
  async finish(found: Found): Promise<void> {
    await this.#holds()
    const { worker: _, ...mark } = this.#mark
    const finishedAt = new Date().toISOString()
    const held: Record<string, string> = {}
    for (const kind of HELD_KINDS) {
      const known = this.#written.has(kind) ? undefined : mark.held[kind]
      held[kind] = known ?? (await holdingOf(this.#to, kind))
    }
    await this.#put({ ...mark, ...found, held, state: 'whole', finishedAt })
  }

  /** Lets others fill the store, as far as it has come. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewing
    try {
      await releaseFilling(this.#to, this.#worker)
    } catch (error) {
      // The target is gone: the claim lapses.
      if (!isHitCraftError(error) || error.code === 'INTERNAL') throw error
    }
  }

  async #put(mark: MigrationRecord): Promise<void> {
    await this.#to.putRecords('migration', [mark])
    this.#mark = mark
  }

  /** Also where the process slept for longer than the lease, in which another may have come and gone. */
  async #holds(): Promise<void> {
    if (Math.abs(Date.now() - this.#renewedAt) > LEASE) await this.#claimAgain()
    if (this.#lost !== undefined) throw this.#lost
  }

  /** Who takes the right over takes the name of who had it from the mark. */
  async #claimAgain(): Promise<void> {
    const isFree = await holdFilling(this.#to, this.#worker)
    await this.#to.refresh()
    const mark = isFree ? await this.#to.getRecord('migration', this.#mark.id) : undefined
    if (mark?.worker?.name === this.#worker) this.#renewedAt = Date.now()
    else this.#lost = inUse(this.#to)
  }

  async #renew(): Promise<void> {
    try {
      await this.#claimAgain()
    } catch (error) {
      // An outage is met by the next write; that it lasted for longer than the lease, by the next renewal.
      if (!isHitCraftError(error)) this.#lost = error
    }
  }
}
