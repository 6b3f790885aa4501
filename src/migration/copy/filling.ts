import { randomUUID } from 'node:crypto'
import { isKnownToHaveEnded, workingHere } from '../../analysis/run/this-process.ts'
import type { MigrationRecord } from '../../domain/migration-record.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'

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
 * that has come. From the first write of a pass until its end the store is refused to others.
 */
export class Filling {
  readonly #to: ChatStore
  readonly #worker: string
  readonly #timer: NodeJS.Timeout
  #mark: MigrationRecord
  #renewing: Promise<void> = Promise.resolve()
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
      const marks = await marksOf(to)
      const id = `${from.kind} ${from.location}`
      const before = marks.find((mark) => mark.id === id)
      const mark: MigrationRecord = {
        id,
        state: 'under way',
        records: {},
        gaps: 0,
        ...before,
        isAlone: before?.isAlone ?? (marks.length === 0 && (await isEmpty(to))),
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

  /** Whether an earlier pass has come to its end: what differs now was written since. */
  get isAgain(): boolean {
    return this.#mark.finishedAt !== undefined
  }

  /** Before each write. @throws HitCraftError CONFLICT where another has taken over meanwhile */
  async writes(): Promise<void> {
    if (this.#lost !== undefined) throw this.#lost
    if (this.#mark.state === 'under way') return
    await this.#put({ ...this.#mark, state: 'under way' })
  }

  /** The pass has come to its end. */
  async finish(found: Found): Promise<void> {
    if (this.#lost !== undefined) throw this.#lost
    const { worker: _, ...mark } = this.#mark
    const finishedAt = new Date().toISOString()
    await this.#put({ ...mark, ...found, state: 'whole', finishedAt })
  }

  /** Lets others fill the store, as far as it has come. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewing
    HERE.delete(this.#worker)
    await this.#to.releaseClaims(CLAIM.analyzerKey, this.#worker)
  }

  async #put(mark: MigrationRecord): Promise<void> {
    await this.#to.putRecords('migration', [mark])
    this.#mark = mark
  }

  async #renew(): Promise<void> {
    try {
      if (!(await this.#to.claimTask({ ...CLAIM, worker: this.#worker, lease: LEASE }))) {
        this.#lost = inUse(this.#to)
      }
    } catch (error) {
      // An outage is met by the next write; that it lasted for longer than the lease, by the next renewal.
      if (!(error instanceof HitCraftError)) this.#lost = error
    }
  }
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
  for (const kind of MOVED_KINDS) {
    const count = kind === 'thread' ? store.countThreads({}) : store.countRecords(kind)
    if ((await count) > 0) return false
  }
  return true
}
