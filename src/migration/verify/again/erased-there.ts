import { RECORD_KINDS } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { threadDigits } from '../../../domain/analysis/run.ts'
import { namesToBury, namesToLookFor, tombstoneId } from '../../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import { secondOf } from '../../../domain/values/paired-id.ts'
import { KeptOut } from '../../copy/erasures/kept-out.ts'
import { MOVED_KINDS, pluralOf } from '../../sources/moved-kinds.ts'
import type { MovedKind } from '../../sources/moved-kinds.ts'
import { BatchReader } from '../../sources/read-in-batches.ts'
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
  for await (const _ of look.erasedOf('thread', goneElsewhere)) continue
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
  return { erased: [...erased], others: differences.filter((one) => !erased.has(one)) }
}

class ErasedLook {
  readonly #sides: Sides
  readonly #keptOut: KeptOut
  /** Of the threads that were erased. */
  readonly #names: TombstoneName[] = []
  /** The digits of those of which the id alone is known. */
  readonly #digits = new Set<string>()
  /** Ids of the tombstones of these, by the key that they are made with. */
  readonly #stones = new Map<string, ReadonlySet<string>>()

  constructor(sides: Sides, keptOut: KeptOut) {
    this.#sides = sides
    this.#keptOut = keptOut
  }

  /** Those of records that differ that an erasure explains. */
  async *erasedOf(kind: MovedKind, ids: readonly string[]): AsyncGenerator<string> {
    const { source, target } = this.#sides
    for await (const batch of new BatchReader(source.records).all(kind, ids)) {
      const here = byId(batch.records)
      // Of what the source does not have, tombstones alone can be of an erasure; of a receipt the id tells.
      const asked = batch.ids.filter((id) => kind === 'tombstone' || isRead(here.get(id)))
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
    if (here.value === undefined) return this.#isErasedId(kind, id)
    await this.#keptOut.look(this.#sides.source.records, [here])
    const left = this.#keptOut.leftOf(here)
    if (there === undefined) {
      if (left === undefined && kind === 'thread') {
        this.#names.push(...namesToBury(threadIn(here)), ...namesToLookFor(threadIn(here)))
      }
      return left === undefined
    }
    if (!isWhole(there) || left === undefined) return false
    if (left !== here && left.hash === there.hash) return true
    if (kind === 'thread' || !this.#keptOut.stands(kind)) return false
    return isRefitOf(kind, recordIn(kind, there), recordIn(kind, left))
  }

  #isErasedId(kind: MovedKind, id: string): boolean {
    if (kind !== 'thread') {
      const name = filedUnder(kind, id)
      const digits = RECORD_KINDS[kind].digitsInId?.(id)
      if (digits !== undefined) return this.#digits.has(digits)
      return name !== undefined && this.#keptOut.hasId(name)
    }
    if (!this.#keptOut.hasId(id)) return false
    this.#names.push({ what: 'thread', name: id })
    this.#digits.add(threadDigits(id))
    return true
  }

  #buries(stone: WholeRecord): boolean {
    const { id, key } = recordIn('tombstone', stone)
    const known = this.#stones.get(key)
    const ids = known ?? new Set(this.#names.map(({ what, name }) => tombstoneId(key, what, name)))
    if (known === undefined) this.#stones.set(key, ids)
    return ids.has(id)
  }
}

/** The thread in which the id of a record ends. */
function filedUnder(kind: RecordKind, id: string): string | undefined {
  return RECORD_KINDS[kind].idEndsInThread === true ? secondOf(id) : undefined
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

function isRead(record: WalkedRecord | undefined): boolean {
  return record !== undefined && isWhole(record) && record.value !== undefined
}
