import { summarize } from '../../../domain/thread/thread-summary.ts'
import { given } from '../../../domain/values/given.ts'
import { compareIds } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { storeSource } from '../../sources/store-source.ts'
import { isWhole, threadsIn } from '../../sources/walked-record.ts'
import type { WalkedRecord } from '../../sources/walked-record.ts'
import type { SideName } from '../differences.ts'
import { isInPart } from '../part.ts'
import type { Part } from '../part.ts'
import { relationsOf } from '../relations.ts'
import { isRead, walkPart } from '../walk-part.ts'
import { conditionsOfTruth, nameOfCondition } from './conditions.ts'
import type { Condition } from './conditions.ts'
import { suspectsOfRange } from './lists-of-range.ts'
import { rowsOf } from './near.ts'
import { isFound, momentOf } from './search-words.ts'
import { IdSum, numberOf, Tally } from './tally.ts'
import type { Tallied } from './tally.ts'
import { TruthReader } from './thread-truth.ts'
import type { IdRange, ThreadTruth } from './thread-truth.ts'
import { holdsAll, readList } from './whole-lists.ts'

/** Threads that can be looked at one by one. */
const MOST_SUSPECTS = 1000
/** Threads that are all searched for; of the rest one in so many, unless all are. */
const FIRST = 100
const ONE_IN = 16
/** Behind every id. */
const EVERY_ID = '\u{10FFFF}'.repeat(8)

/** Those of the threads whose own row cannot be read. */
async function unreadableRows(
  store: ChatStore,
  walked: readonly WalkedRecord[],
): Promise<string[]> {
  const found: string[] = []
  for (const thread of threadsIn(walked.filter(isWhole))) {
    const moment = momentOf(summarize(thread).lastMessageAt)
    try {
      await rowsOf((query) => store.listThreads({ ...query, limit: 1 }), moment, thread.id)
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      found.push(thread.id)
    }
  }
  return found
}

export interface DerivedOptions {
  readonly side: SideName
  readonly store: ChatStore
  /** Searches for every word of every thread, and reads every list to its end. */
  readonly isDeep?: boolean
  /** Whether threads are searched for at all. Default true. */
  readonly isSearched?: boolean
  /** Threads of other parts are passed over, wherever they are met. */
  readonly part?: Part
}

/**
 * Compares what a store's own queries answer with what follows from its threads and records, as they are walked. It finds
 * suspects, quickly and also wrongly where somebody writes; `probe` tells of each what is so.
 *
 * Memory is that of a page, of a sum a list, and of the suspects. Each thread, record and list row is read a fixed number
 * of times.
 */
export class DerivedCheck {
  /** Threads that are to be looked at, with lists that they are on and may not belong on. */
  readonly suspects = new Map<string, Condition[]>()
  /** Threads, or records that speak of them, that owe each other something. */
  readonly unsound = new Set<string>()
  /** Threads beyond those that can be looked at one by one. */
  beyond = 0
  /** Threads whose rows cannot be read; then the lists of the store are compared no further. */
  readonly unreadable: string[] = []
  /** Threads that were searched for by their words. */
  searched = 0
  readonly truth: TruthReader
  readonly #options: DerivedOptions
  readonly #tally: Tally
  readonly #all = new IdSum()
  readonly #isOurs: ((id: string) => boolean) | undefined
  /** Nothing can be said of these: they, or records of theirs, are damaged. */
  readonly #unknown = new Set<string>()
  #after: string | undefined
  #isSpoiled = false

  private constructor(options: DerivedOptions, truth: TruthReader) {
    this.#options = options
    this.truth = truth
    this.#tally = new Tally(options.isDeep === true)
    const { part } = options
    this.#isOurs = part === undefined ? undefined : (id) => isInPart(part, 'thread', id)
  }

  static async open(options: DerivedOptions): Promise<DerivedCheck> {
    return new DerivedCheck(options, await TruthReader.open(options.store))
  }

  /** The next threads of the walk, by id. */
  async page(walked: readonly WalkedRecord[]): Promise<void> {
    const last = walked.at(-1)?.id
    if (last === undefined || this.#isSpoiled) return
    try {
      await this.#page(walked, last)
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      this.#isSpoiled = true
      this.unreadable.push(...(await unreadableRows(this.#options.store, walked)))
    }
  }

  async #page(walked: readonly WalkedRecord[], last: string): Promise<void> {
    const range = { last, ...(this.#after === undefined ? {} : { after: this.#after }) }
    const truths = await this.#compare(walked, range)
    this.#after = last
    for (const truth of truths.values()) {
      const { thread } = truth
      this.#all.add(thread.id)
      for (const one of conditionsOfTruth(truth, this.truth.keys)) this.#tally.add(one, thread.id)
      if (relationsOf(truth).length > 0) this.#noteUnsound(thread.id)
      if (this.#isSearched(thread) && !(await this.#isFound(truth))) this.suspect(thread.id)
    }
  }

  async #compare(
    walked: readonly WalkedRecord[],
    range: IdRange,
  ): Promise<ReadonlyMap<string, ThreadTruth>> {
    const { store } = this.#options
    const threads = threadsIn(walked.filter(isWhole))
    const truths = await this.#truthsOf(threads, range)
    const there = walked.map(({ id }) => id)
    for (const id of there) if (!truths.has(id)) this.#unknown.add(id)
    for (const [at, id] of there.entries()) {
      // A list that is out of its order, or has an id twice.
      if (at > 0 && compareIds(there[at - 1] ?? '', id) >= 0) this.suspect(id)
    }
    const found = await suspectsOfRange(store, this.truth.keys, range, there, truths, this.#isOurs)
    for (const id of found) this.suspect(id)
    return truths
  }

  /** Of a part, the records of the others in the stretch are not read. */
  #truthsOf(threads: readonly Thread[], range: IdRange): Promise<ReadonlyMap<string, ThreadTruth>> {
    return this.#isOurs === undefined
      ? this.truth.ofRange(threads, range)
      : this.truth.ofEach(threads)
  }

  /** Compares the lists that go over all threads, once these were walked. */
  async finish(): Promise<void> {
    if (this.#isSpoiled) return
    try {
      await this.#finish()
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      this.#isSpoiled = true
    }
  }

  async #finish(): Promise<void> {
    const { store, isDeep = false } = this.#options
    const isOurs = this.#isOurs
    const { keys } = this.truth
    const rest = { last: EVERY_ID, ...given({ after: this.#after }) }
    for (const id of await suspectsOfRange(store, keys, rest, [], new Map(), isOurs)) {
      this.suspect(id)
    }
    const wrong: Tallied[] = []
    for (const tallied of this.#tally.all()) {
      if (!(await holdsAll(store, tallied, { isDeep, isOurs }))) wrong.push(tallied)
    }
    const misplaced: ('newest' | 'oldest')[] = []
    for (const order of ['newest', 'oldest'] as const) {
      const { ids, displaced } = await readList(store, {}, order, { isOurs })
      for (const id of displaced) this.suspect(id)
      if (!ids.equals(this.#all)) misplaced.push(order)
    }
    if (wrong.length > 0 || misplaced.length > 0) await this.#name(wrong, misplaced)
  }

  /** Walks once more to tell which threads are on lists that do not hold what they should. */
  async #name(
    wrong: readonly Tallied[],
    misplaced: readonly ('newest' | 'oldest')[],
  ): Promise<void> {
    const { store, part } = this.#options
    const isOurs = this.#isOurs
    const listed = new Map<string, { condition: Condition; ids: Set<string> }>()
    for (const { condition } of wrong) {
      const ids = new Set<string>()
      await readList(store, condition.filter, 'newest', { isOurs, met: (id) => ids.add(id) })
      listed.set(nameOfCondition(condition), { condition, ids })
    }
    const orders = await Promise.all(
      misplaced.map(async (order) => {
        const ids = new Set<string>()
        await readList(store, {}, order, { isOurs, met: (id) => ids.add(id) })
        return ids
      }),
    )
    await this.truth.renew()
    let after: string | undefined
    for await (const met of walkPart(storeSource(store), 'thread', given({ part }))) {
      const walked = met.filter(isRead)
      const last = walked.at(-1)?.id
      if (last === undefined) continue
      const range = { last, ...(after === undefined ? {} : { after }) }
      after = last
      const truths = await this.#truthsOf(threadsIn(walked.filter(isWhole)), range)
      for (const [id, truth] of truths) {
        const names = new Set(conditionsOfTruth(truth, this.truth.keys).map(nameOfCondition))
        for (const [name, { condition, ids }] of listed) {
          if (ids.delete(id) !== names.has(name)) this.suspect(id, condition)
        }
        for (const ids of orders) if (!ids.delete(id)) this.suspect(id)
      }
    }
    for (const { condition, ids } of listed.values()) {
      for (const id of ids) this.suspect(id, condition)
    }
    for (const ids of orders) for (const id of ids) this.suspect(id)
  }

  /** Whether a row of a list could not be read. */
  get isSpoiled(): boolean {
    return this.#isSpoiled
  }

  suspect(id: string, on?: Condition): void {
    if (this.#unknown.has(id) || this.#isSpoiled) return
    const known = this.suspects.get(id)
    if (known === undefined && this.suspects.size >= MOST_SUSPECTS) {
      this.beyond++
      return
    }
    this.suspects.set(id, [...(known ?? []), ...(on === undefined ? [] : [on])])
  }

  #noteUnsound(id: string): void {
    if (this.unsound.size < MOST_SUSPECTS) this.unsound.add(id)
    else this.beyond++
  }

  #isSearched({ id }: Thread): boolean {
    const { isDeep, isSearched = true } = this.#options
    if (!isSearched || isDeep === true) return isSearched
    return this.searched < FIRST || numberOf(id) % ONE_IN === 0
  }

  #isFound(truth: ThreadTruth): Promise<boolean> {
    this.searched++
    return isFound(this.#options.store, truth, this.#options.isDeep === true)
  }
}
