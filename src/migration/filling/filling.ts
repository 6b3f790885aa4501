import { randomUUID } from 'node:crypto'
import { workingHere } from '../../analysis/run/this-process.ts'
import type { MigrationRecord } from '../../domain/migration-record.ts'
import { given } from '../../domain/values/given.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, Stamp } from '../../storage/chat-store.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { claimFilling, holdFilling, inUse, LEASE, releaseFilling } from './claim.ts'
import { Holdings, holdingsOf } from './holdings.ts'
import type { Stock } from './holdings.ts'
import { isEnded } from './marks.ts'
import { standingOf } from './standing.ts'
import { sumsWithout } from './sums-without.ts'

/** What a pass found. */
export interface Found extends Pick<MigrationRecord, 'records' | 'gaps'> {
  /** Whether the target holds of {@link HELD_KINDS} what the source holds, and nothing else. */
  readonly isSame: boolean
}

/** `repair`: single records are written, and the store stays in use. */
export type FillingWork = 'pass' | 'repair'

type Held = MigrationRecord & { readonly worker: { readonly name: string } }

/**
 * The right to fill a store, which one migration at a time has, and the mark in the store that says how far
 * that has come. From the first write of a pass until its end the store is refused to others: one that could not
 * begin, for want of its source, leaves the store as usable as it was.
 */
export class Filling {
  readonly #to: ChatStore
  readonly #worker: string
  readonly #timer: NodeJS.Timeout
  readonly #work: FillingWork
  readonly #holdings: Holdings
  /** Whether what is in the target has come from this source, and the holdings say what it must be. */
  #isAlone: boolean
  #mark: MigrationRecord
  #noting: Promise<void> = Promise.resolve()
  #renewing: Promise<void> = Promise.resolve()
  #renewedAt = Date.now()
  #lost: unknown

  private constructor(to: ChatStore, work: FillingWork, mark: Held, alone: Stock | undefined) {
    this.#to = to
    this.#work = work
    this.#worker = mark.worker.name
    this.#mark = mark
    this.#isAlone = alone !== undefined
    this.#holdings = new Holdings(alone)
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing.then(() => this.#renew())
    }, LEASE / 3)
    this.#timer.unref()
  }

  /**
   * Claims the target.
   * @throws HitCraftError CONFLICT while another migration fills this store
   */
  static async begin(
    from: RecordSource,
    to: ChatStore,
    work: FillingWork = 'pass',
  ): Promise<Filling> {
    const name = await claimFilling(to)
    try {
      const { before, unbegun, identity, alone } = await standingOf(from, to)
      const { kind, location } = from
      const now = new Date().toISOString()
      const mark = {
        id: unbegun?.id ?? randomUUID(),
        state: 'whole' as const,
        records: {},
        gaps: 0,
        held: {},
        ...before,
        source: { kind, location },
        ...given({ identity }),
        ...(alone === undefined ? {} : new Holdings(alone).kept),
        // A repair may make it again what it was.
        isAlone: alone !== undefined || (work === 'repair' && before?.isAlone === true),
        startedAt: work === 'repair' ? (before?.startedAt ?? now) : now,
        worker: { ...workingHere(), name },
      }
      await to.putRecords('migration', [mark])
      return new Filling(to, work, mark, alone)
    } catch (error) {
      await releaseFilling(to, name)
      throw error
    }
  }

  /** Looks what is there of a kind, before it is listed to be copied. */
  async watch(kind: MovedKind): Promise<void> {
    const isStill = await this.#holdings.watch(this.#to, kind)
    this.#isAlone &&= isStill
  }

  /** To be told of each page of that list, and of its end, before anything is done by it: another may have written since. */
  listed(kind: MovedKind, page: readonly Stamp[]): void {
    if (this.#holdings.isAsWatched(kind, page)) return
    this.#holdings.forget(kind)
    this.#isAlone = false
  }

  /** Whether all that the target holds, as far as it was listed, has come from this source. */
  get isAlone(): boolean {
    return this.#isAlone
  }

  get isDelta(): boolean {
    return isEnded(this.#mark)
  }

  /**
   * Does a write of a kind, with word in the store before it of what it changes.
   *
   * @param change what it is to add to the sum of the kind (`weightOf`); undefined where nobody knows
   * @param work resolves with whether it changed just that
   * @throws HitCraftError CONFLICT where another has taken over meanwhile
   */
  async write(
    kinds: readonly MovedKind[],
    change: bigint | undefined,
    work: () => Promise<boolean>,
  ): Promise<void> {
    await this.#holds()
    const isTold = this.#isAlone && kinds.some((kind) => this.#holdings.has(kind))
    for (const kind of kinds) this.#holdings.begin(kind, change)
    const isBegun = this.#work === 'repair' || this.#mark.state === 'under way'
    if (isTold || !isBegun) await this.#note()
    const isDone = await work()
    for (const kind of kinds) this.#holdings.end(kind, change, isDone)
  }

  /** Looks whether all is still there as it must be: to be called before a write behind which nobody can tell. */
  async #look(): Promise<void> {
    this.#isAlone &&= await this.#holdings.areStill(this.#to)
  }

  /**
   * Erases threads, which writes to every kind: what is there behind it must be what was there without them.
   *
   * @param work resolves with how many were erased
   */
  async erase(ids: readonly string[], work: () => Promise<number>): Promise<number> {
    await this.#look()
    const left = this.#isAlone ? await sumsWithout(this.#to, ids) : undefined
    let count = 0
    await this.write(MOVED_KINDS, undefined, async () => {
      count = await work()
      return true
    })
    if (left === undefined) return count
    const now = await holdingsOf(this.#to)
    this.#isAlone = [...left].every(([kind, sum]) => now.get(kind) === sum)
    if (this.#isAlone) this.#holdings.expect(now)
    return count
  }

  /** Looks what is there of what nobody knows: to be called behind a write that changed more than its records. */
  async takeStock(): Promise<void> {
    if (this.#isAlone) await this.#holdings.takeStock(this.#to)
  }

  /** A pass has come to its end. */
  async finish({ isSame, ...found }: Found): Promise<void> {
    await this.#holds()
    const { worker: _, ...mark } = this.#mark
    const finishedAt = new Date().toISOString()
    // What another wrote meanwhile is in no count.
    const isAlone = this.#isAlone || (isSame && (await this.#holdings.areStill(this.#to)))
    await this.#holdings.takeStock(this.#to)
    const { kept } = this.#holdings
    await this.#put({ ...mark, ...found, ...kept, isAlone, state: 'whole', finishedAt })
  }

  /** A repair has come to its end. */
  async mended(): Promise<void> {
    await this.#holds()
    await this.takeStock()
    const { worker: _, ...mark } = this.#mark
    await this.#put({ ...mark, ...this.#kept })
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

  get #kept(): Partial<MigrationRecord> {
    return this.#isAlone ? this.#holdings.kept : {}
  }

  /** One at a time, so that the last stands. */
  async #note(): Promise<void> {
    const noted = this.#noting.then(() => {
      const state = this.#work === 'repair' ? this.#mark.state : 'under way'
      return this.#put({ ...this.#mark, state, ...this.#kept })
    })
    this.#noting = noted.catch(() => undefined)
    await noted
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
