import { randomUUID } from 'node:crypto'
import { isKnownToHaveEnded, workingHere } from '../../analysis/run/this-process.ts'
import type { MigrationRecord } from '../../domain/migration-record.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { hasBegun } from './half-filled.ts'
import { HELD_KINDS, holdingOf } from './holdings.ts'

/** What one of two migrations into one store claims. */
const CLAIM = { analyzerKey: 'migration', task: 'fill' } as const
/** Milliseconds. */
const LEASE = 60_000

/** Names of those of this process, whose number says nothing of which of them are at work. */
const HERE = new Set<string>()

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
   * Claims the target. Of a process of this machine that is no more the claim is taken over at once, of another
   * one after a minute.
   * @throws HitCraftError CONFLICT while another migration fills this store
   */
  static async begin(from: RecordSource, to: ChatStore): Promise<Filling> {
    const name = randomUUID()
    await to.refresh()
    await claim(to, name)
    try {
      HERE.add(name)
      await takeOver(to)
      const { before, id, isAlone } = await standingOf(from, to)
      const mark: MigrationRecord = {
        id,
        state: 'whole',
        records: {},
        gaps: 0,
        held: {},
        ...before,
        isAlone,
        startedAt: new Date().toISOString(),
        worker: { ...workingHere(), name },
      }
      await to.putRecords('migration', [mark])
      return new Filling(to, name, mark)
    } catch (error) {
      HERE.delete(name)
      await to.releaseClaims(CLAIM.analyzerKey, name)
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
    HERE.delete(this.#worker)
    try {
      await this.#to.releaseClaims(CLAIM.analyzerKey, this.#worker)
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
    const isFree = await this.#to.claimTask({ ...CLAIM, worker: this.#worker, lease: LEASE })
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

/** How a target stands to a source. */
export interface Standing {
  /** Of the mark of the source. */
  readonly id: string
  readonly before?: MigrationRecord
  readonly isAlone: boolean
}

/**
 * What the target says of earlier passes from this source, and whether all that it holds has come from there.
 * While a pass is under way nobody else writes; after one that is told by what the target held at its end.
 */
export async function standingOf(from: RecordSource, to: ChatStore): Promise<Standing> {
  const marks = (await marksOf(to)).filter(hasBegun)
  const id = `${from.kind} ${from.location}`
  const before = marks.find((mark) => mark.id === id)
  if (before === undefined) return { id, isAlone: marks.length === 0 && (await isEmpty(to)) }
  const isAlone = before.isAlone && (before.state === 'under way' || (await isAsLeft(to, before)))
  return { id, before, isAlone }
}

/** Takes the names of those that had the right before from their marks. */
async function takeOver(to: ChatStore): Promise<void> {
  const left = (await marksOf(to)).flatMap(({ worker, ...mark }) =>
    worker === undefined ? [] : [mark],
  )
  if (left.length > 0) await to.putRecords('migration', left)
}

async function isAsLeft(to: ChatStore, { held }: MigrationRecord): Promise<boolean> {
  for (const kind of HELD_KINDS) {
    if ((await holdingOf(to, kind)) !== held[kind]) return false
  }
  return true
}

async function claim(to: ChatStore, worker: string): Promise<void> {
  const asked = { ...CLAIM, worker, lease: LEASE }
  if (await to.claimTask(asked)) return
  for (const { worker: other } of await marksOf(to)) {
    if (other === undefined || HERE.has(other.name) || !isKnownToHaveEnded(other)) continue
    await to.releaseClaims(CLAIM.analyzerKey, other.name)
  }
  if (!(await to.claimTask(asked))) throw inUse(to)
}

function inUse({ location }: ChatStore): HitCraftError {
  return new HitCraftError('CONFLICT', `another migration fills ${location}`, {
    remedy:
      'Wait until it is done; one that was killed on another machine is taken over after a minute.',
  })
}

async function marksOf(store: ChatStore): Promise<MigrationRecord[]> {
  return Array.fromAsync(allRecords(store, 'migration'))
}

async function isEmpty(store: ChatStore): Promise<boolean> {
  const source = storeSource(store)
  for (const kind of MOVED_KINDS) if ((await source.count(kind)) > 0) return false
  return true
}
