import type { KeyObject } from 'node:crypto'
import type { Thread } from '../../domain/thread/thread.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { Pace } from '../../storage/core/upkeep/pace.ts'
import { ReceiptWriter } from '../receipt/receipt-writer.ts'
import { RootHash } from '../receipt/root-hash.ts'
import { BatchSize } from '../sources/batch-size.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { BatchReader } from '../sources/read-in-batches.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole, threadIn } from '../sources/walked-record.ts'
import { copyPage } from './copy-page.ts'
import type { CopyWay, Outcome } from './copy-page.ts'
import { buriedIn } from './erasures/buried-in.ts'
import { Filling } from '../filling/filling.ts'
import { isEnded } from '../filling/marks.ts'
import { standingOf } from '../filling/standing.ts'
import { isRefit, KeptOut } from './erasures/kept-out.ts'
import { inFlight } from './in-flight.ts'
import type { Migration, MigrationProgress } from './migration.ts'
import type { OnConflict } from './settle-conflict.ts'
import { sourcePages } from './source-page.ts'
import { MOST_NAMED, Tally } from './tally.ts'
import { wantedPages } from './wanted.ts'

export interface MigrateOptions {
  /** Erases threads in the target. Default `ChatStore.eraseThreads`. */
  readonly erase?: (to: ChatStore, ids: readonly string[]) => Promise<number>
  /**
   * Takes the words out of the target's models of topics that only threads of the source have which were erased in the
   * target. Default: they stay.
   */
  readonly forget?: (
    to: ChatStore,
    ids: readonly string[],
    threads: readonly Thread[],
  ) => Promise<void>
  /** Count what would be copied; write nothing. */
  readonly dryRun?: boolean
  /** What becomes of a record that the target has in a state that did not come from the source. Default `fail`. */
  readonly onConflict?: OnConflict
  /** The target is the shadow of the source: what differs there came from here, and is older. Default false. */
  readonly isShadow?: boolean
  /** Where to write the receipt. All of both sides is read for it. */
  readonly receipt?: string
  /** Signs the receipt. */
  readonly signKey?: KeyObject
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number, progress: MigrationProgress) => void
}

/** Pages that are read, written and read back at once. */
const IN_FLIGHT = 4
/** Records of a page, however small they are. */
const PAGE = 200
/** Threads that are erased in one call: all of them are read for it. */
const ERASED_AT_ONCE = 16

/**
 * Copies every record of every kind into another store and reads each one back: it counts as copied only
 * if the SHA-256 of what was read equals that of the source. Runs again from any state: what is there and
 * equal by its stamp is neither read nor written a second time, which is how an interrupted migration resumes
 * and a delta takes seconds. What was erased at the source is erased in the target. A record that is damaged, that
 * the target will not take or that it has in another state is named, and the rest goes on.
 *
 * @throws HitCraftError CONFLICT while another migration fills the target; anything of the stores that is not the
 *   fault of one record. What was done is kept, and the target is refused as a store until a pass is through
 */
export async function migrate(
  from: RecordSource,
  to: ChatStore,
  options: MigrateOptions = {},
): Promise<Migration> {
  const { onConflict = 'fail', dryRun = false, isShadow = false } = options
  if (dryRun) {
    const { alone, before } = await standingOf(from, to)
    const isAlone = alone !== undefined || isShadow
    const isDelta = before !== undefined && isEnded(before)
    return new Pass({ from, to, onConflict, isAlone, isDelta }, options).run()
  }
  const filling = await Filling.begin(from, to)
  let writer: ReceiptWriter | undefined
  try {
    if (options.receipt !== undefined) {
      const sides = { source: from, target: to, ...given({ signKey: options.signKey }) }
      writer = await ReceiptWriter.open(options.receipt, sides)
    }
    const way = { from, to, onConflict, isAlone: isShadow, isDelta: filling.isDelta }
    return await new Pass(way, options, filling, writer).run()
  } catch (error) {
    await writer?.discard()
    throw error
  } finally {
    await filling.end()
  }
}

interface PassWay extends Omit<CopyWay, 'write' | 'keptOut'> {
  /** An earlier pass came to its end and had all of the source: what differs now was written since. */
  readonly isDelta: boolean
}

/** One pass over the source. Without a filling it is dry. */
class Pass {
  readonly #way: PassWay
  #keptOut = new KeptOut()
  readonly #options: MigrateOptions
  readonly #filling: Filling | undefined
  readonly #writer: ReceiptWriter | undefined
  readonly #tally = new Tally()
  readonly #roots = { source: new RootHash(), target: new RootHash() }
  readonly #toErase: string[] = []
  /** Of two stores that answer without waiting nothing else would give the process its turn. */
  readonly #pace = new Pace()
  #total = 0

  constructor(way: PassWay, options: MigrateOptions, filling?: Filling, writer?: ReceiptWriter) {
    this.#way = way
    this.#options = options
    this.#filling = filling
    this.#writer = writer
  }

  async run(): Promise<Migration> {
    const { from, isDelta } = this.#way
    for (const kind of MOVED_KINDS) this.#total += await from.count(kind)
    let erased = 0
    for (const kind of MOVED_KINDS) {
      await this.#copy(kind)
      if (kind === 'tombstone') {
        erased = await this.#erase()
        // A dry run has not brought the tombstones of the source, which an archive may have beside the thread.
        const there = storeSource(this.#way.to)
        const sides = this.#filling === undefined ? [from, there] : [there]
        this.#keptOut = await KeptOut.by(sides, this.#options.signal)
      }
      if (isRefit(kind)) await this.#forget(kind)
    }
    // Of a store, in a delta, what was there before has come, and what has come since was read.
    if (!isDelta || from.stamps === undefined) {
      for await (const damage of from.examine(this.#signal())) this.#tally.damage(damage)
    }
    const named = this.#filling === undefined ? { toErase: this.#toErase } : {}
    const result = { ...this.#tally.result(erased), ...named }
    const root = { source: this.#roots.source.digest(), target: this.#roots.target.digest() }
    await this.#writer?.finish(root)
    await this.#filling?.finish(this.#tally.found())
    if (this.#writer === undefined) return result
    return { ...result, ...given({ receipt: this.#options.receipt }), root }
  }

  async #copy(kind: MovedKind): Promise<void> {
    const { from, to } = this.#way
    const filling = this.#filling
    await filling?.watch(kind)
    const isAlone = () => this.#way.isAlone || filling?.isAlone === true
    const way = {
      ...this.#way,
      // Another may write while the kind is copied.
      get isAlone() {
        return isAlone()
      },
      keptOut: this.#keptOut,
      ...(filling === undefined ? {} : { write: filling.write.bind(filling, [kind]) }),
    }
    const size = new BatchSize(PAGE)
    const pages = wantedPages(from, to, kind, {
      ...this.#signal(),
      isDeep: this.#writer !== undefined,
      size: () => size.records,
      ...(filling === undefined ? {} : { onListed: filling.listed.bind(filling, kind) }),
    })
    const copied = inFlight(sourcePages(from, pages), IN_FLIGHT, async (page) => {
      await this.#pace.rest()
      this.#options.signal?.throwIfAborted()
      size.note(page.wanted.length, page.bytes)
      return { page, outcomes: await copyPage(way, page) }
    })
    for await (const { page, outcomes } of copied) {
      this.#tally.add(page, outcomes)
      await this.#note(kind, outcomes)
      const { done, bytes } = this.#tally
      this.#options.onProgress?.(done, this.#total, { bytes })
    }
  }

  /** Lines of the receipt. */
  async #note(kind: MovedKind, outcomes: readonly Outcome[]): Promise<void> {
    if (this.#writer === undefined) return
    const whole = outcomes.flatMap((outcome) => (outcome.what === 'damaged' ? [] : [outcome]))
    for (const { id, hash, targetHash } of whole) {
      this.#roots.source.add({ kind, id, hash })
      if (targetHash !== undefined) this.#roots.target.add({ kind, id, hash: targetHash })
    }
    const lines = whole.map(({ id, hash, threadDigits: thread }) =>
      Object.assign({ kind, id, hash }, given({ thread })),
    )
    await this.#writer.add(lines)
  }

  /** What was buried at the source; an erasure writes to every kind. */
  async #erase(): Promise<number> {
    const { from, to } = this.#way
    const filling = this.#filling
    const { erase = eraseIn } = this.#options
    const buried: string[] = []
    for await (const ids of buriedIn(from, to, this.#signal())) buried.push(...ids)
    if (filling === undefined) {
      this.#toErase.push(...buried.slice(0, MOST_NAMED))
      return buried.length
    }
    if (buried.length === 0) return 0
    const erased = await filling.erase(buried, async () => {
      let count = 0
      for (let at = 0; at < buried.length; at += ERASED_AT_ONCE) {
        this.#options.signal?.throwIfAborted()
        count += await erase(to, buried.slice(at, at + ERASED_AT_ONCE))
      }
      return count
    })
    // An erasure leaves tombstones of its own moment; those of the source count.
    await this.#copyAgain()
    return erased
  }

  /** Looked for in each pass that keeps a thread out, so that one that was killed in between is completed by the next. */
  async #forget(kind: MovedKind): Promise<void> {
    const { from, to } = this.#way
    const { forget } = this.#options
    const ids = [...this.#keptOut.threads]
    if (this.#filling === undefined || forget === undefined || ids.length === 0) return
    await this.#filling.write([kind], undefined, async () => {
      for await (const { ids: page, records } of new BatchReader(from).all('thread', ids)) {
        await forget(to, page, records.filter(isWhole).map(threadIn))
      }
      return true
    })
    await this.#filling.takeStock()
  }

  async #copyAgain(): Promise<void> {
    const pages = wantedPages(this.#way.from, this.#way.to, 'tombstone', {
      ...this.#signal(),
      isDeep: false,
      size: () => PAGE,
    })
    const way = { ...this.#way, keptOut: this.#keptOut, write: atOnce }
    for await (const page of sourcePages(this.#way.from, pages)) await copyPage(way, page)
  }

  #signal(): { signal?: AbortSignal } {
    return given({ signal: this.#options.signal })
  }
}

function eraseIn(to: ChatStore, ids: readonly string[]): Promise<number> {
  return to.eraseThreads(ids)
}

/** The mark says already that this is under way. */
async function atOnce(_change: bigint | undefined, work: () => Promise<boolean>): Promise<void> {
  await work()
}
