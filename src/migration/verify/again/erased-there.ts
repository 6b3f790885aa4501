import { RECORD_KINDS } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { threadDigits } from '../../../domain/analysis/run.ts'
import { namesToBury, namesToLookFor, tombstoneId } from '../../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import { KeptOut } from '../../copy/erasures/kept-out.ts'
import { MOVED_KINDS, pluralOf } from '../../sources/moved-kinds.ts'
import type { MovedKind } from '../../sources/moved-kinds.ts'
import { BatchReader } from '../../sources/read-in-batches.ts'
import { threadOfId } from '../../sources/thread-of-id.ts'
import { byId, isWhole, recordIn, threadIn } from '../../sources/walked-record.ts'
import type { WalkedRecord, WholeRecord } from '../../sources/walked-record.ts'
import type { Difference, Problem } from '../differences.ts'
import type { Sides } from '../side.ts'

/** What an erasure in the target looks like from the source. */
const LOOKS_ERASED: ReadonlySet<Problem> = new Set([
  'missing in target',
  'differs',
  'only in target',
])

export interface ToldApart {
  readonly erased: readonly Difference[]
  readonly others: readonly Difference[]
}

/**
 * Differences that an erasure in the target makes, apart from the others: threads that it buries, records that are
 * as they must be without these, and the tombstones that bury them. A tombstone that buries nothing of the source may be one that the
 * source has lost. Of a receipt, which has no records, threads and what is filed under them are known by their ids alone.
 *
 * @param goneElsewhere other threads that the source has and the target has not
 */
export async function tellErased(
  sides: Sides,
  differences: readonly Difference[],
  goneElsewhere: readonly string[],
): Promise<ToldApart> {
  const suspects = differences.filter(({ problem }) => LOOKS_ERASED.has(problem))
  if (suspects.length === 0) return { erased: [], others: differences }
  const keptOut = await KeptOut.by([sides.target.records])
  if (keptOut.isNothing) return { erased: [], others: differences }
  const erased = new Set<Difference>()
  const look = new ErasedLook(sides, keptOut)
  look.noteIds(goneElsewhere)
  // Threads before what speaks of them, and before their tombstones.
  const kinds = [...MOVED_KINDS.filter((kind) => kind !== 'tombstone'), 'tombstone' as const]
  for (const kind of kinds) {
    const named = new Map(
      suspects.flatMap((one) => (one.kind === pluralOf(kind) ? [[one.id, one] as const] : [])),
    )
    for await (const id of look.erasedOf(kind, [...named.keys()])) {
      const one = named.get(id)
      if (one !== undefined) erased.add(one)
    }
  }
  const stones = new Map(
    suspects.flatMap((one) =>
      one.kind === pluralOf('tombstone') && !erased.has(one) ? [[one.id, one] as const] : [],
    ),
  )
  for await (const id of look.buriedElsewhere([...stones.keys()], goneElsewhere)) {
    const one = stones.get(id)
    if (one !== undefined) erased.add(one)
  }
  return { erased: [...erased], others: differences.filter((one) => !erased.has(one)) }
}

class ErasedLook {
  readonly #sides: Sides
  readonly #keptOut: KeptOut
  /** Of the threads that were erased. */
  readonly #names: TombstoneName[] = []
  /** The digits of those of which the id alone is known. */
  readonly #digits = new Set<string>()
  /** Ids of the tombstones of the first of these, by the key that they are made with. */
  readonly #stones = new Map<string, { readonly ids: Set<string>; names: number }>()

  constructor(sides: Sides, keptOut: KeptOut) {
    this.#sides = sides
    this.#keptOut = keptOut
  }

  /** Threads that the target has not: those that were erased by their id are known without reading. */
  noteIds(ids: readonly string[]): void {
    for (const id of ids) if (this.#keptOut.hasId(id)) this.#noteId(id)
  }

  /**
   * Those of tombstones that bury threads of other parts. These threads are read until all are explained: first those that were
   * erased by their id, then all, as a user may have been erased.
   */
  async *buriedElsewhere(
    ids: readonly string[],
    threads: readonly string[],
  ): AsyncGenerator<string> {
    if (ids.length === 0 || threads.length === 0) return
    const { source, target } = this.#sides
    const read = await Array.fromAsync(new BatchReader(target.records).all('tombstone', ids))
    let left = read.flatMap(({ records }) => records.filter(isWhole))
    const byThemselves = threads.filter((id) => this.#keptOut.hasId(id))
    const others = new Set(threads).difference(new Set(byThemselves))
    for (const some of [byThemselves, [...others]]) {
      for await (const { records } of new BatchReader(source.records).all('thread', some)) {
        if (left.length === 0) return
        // A receipt has ids alone.
        for (const thread of records.filter(isKnown))
          if (this.#keptOut.leftOf(thread) === undefined) this.#note(thread)
        const found = left.filter((stone) => this.#buries(stone))
        yield* found.map(({ id }) => id)
        left = left.filter((stone) => !found.includes(stone))
      }
    }
  }

  /** Those of records that differ that an erasure explains. */
  async *erasedOf(kind: MovedKind, ids: readonly string[]): AsyncGenerator<string> {
    const { source, target } = this.#sides
    for await (const batch of new BatchReader(source.records).all(kind, ids)) {
      const here = byId(batch.records)
      // Of what the source does not have, tombstones alone can be of an erasure; of a receipt the id tells.
      const asked = batch.ids.filter((id) => kind === 'tombstone' || isKnown(here.get(id)))
      const there = byId(await target.records.read(kind, asked))
      for (const id of batch.ids) {
        if (await this.#isErased(kind, id, here.get(id), there.get(id))) yield id
      }
    }
  }

  async #isErased(
    kind: MovedKind,
    id: string,
    here: WalkedRecord | undefined,
    there: WalkedRecord | undefined,
  ): Promise<boolean> {
    if (here === undefined) {
      return kind === 'tombstone' && there !== undefined && isWhole(there) && this.#buries(there)
    }
    if (!isWhole(here)) return false
    if (here.value === undefined) return this.#isErasedId(kind, id, here.threadDigits)
    await this.#keptOut.look(this.#sides.source.records, [here])
    const left = this.#keptOut.leftOf(here)
    if (there === undefined) {
      if (left === undefined && kind === 'thread') this.#note(here)
      return left === undefined
    }
    if (!isWhole(there) || left === undefined) return false
    if (left !== here && left.hash === there.hash) return true
    if (kind === 'thread' || !this.#keptOut.stands(kind)) return false
    return isRefitOf(kind, recordIn(kind, there), recordIn(kind, left))
  }

  #isErasedId(kind: MovedKind, id: string, digits: string | undefined): boolean {
    if (kind !== 'thread') {
      const of = threadOfId(kind, id) ?? (digits === undefined ? undefined : { digits })
      if (of === undefined) return false
      return 'id' in of ? this.#keptOut.hasId(of.id) : this.#digits.has(of.digits)
    }
    if (!this.#keptOut.hasId(id)) return false
    this.#noteId(id)
    return true
  }

  #note(erased: WholeRecord): void {
    const thread = threadIn(erased)
    this.#names.push(...namesToBury(thread), ...namesToLookFor(thread))
  }

  #noteId(erased: string): void {
    this.#names.push({ what: 'thread', name: erased })
    this.#digits.add(threadDigits(erased))
  }

  #buries(stone: WholeRecord): boolean {
    const { id, key } = recordIn('tombstone', stone)
    const known = this.#stones.get(key) ?? { ids: new Set(), names: 0 }
    this.#stones.set(key, known)
    for (const { what, name } of this.#names.slice(known.names)) {
      known.ids.add(tombstoneId(key, what, name))
    }
    known.names = this.#names.length
    return known.ids.has(id)
  }
}

/** Whether a record is the other but for words that erasures took. */
function isRefitOf<K extends RecordKind>(
  kind: K,
  record: RecordTypes[K],
  other: RecordTypes[K],
): boolean {
  const { onErase } = RECORD_KINDS[kind]
  return onErase.does === 'refit' && onErase.isLeftOf(record, other)
}

/** Whether it is there and more of it than its hash. */
function isKnown(record: WalkedRecord | undefined): record is WholeRecord {
  return record !== undefined && isWhole(record) && record.value !== undefined
}
