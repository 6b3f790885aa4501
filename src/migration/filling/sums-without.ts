import { threadDigits } from '../../domain/analysis/run.ts'
import { RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { withoutThreads } from '../../storage/core/plan-erasing.ts'
import { kinded } from '../../storage/core/record-row.ts'
import { BatchReader } from '../sources/read-in-batches.ts'
import { stampOfWalked } from '../sources/whole-record.ts'
import { storeSource } from '../sources/store-source.ts'
import { threadOfId } from '../sources/thread-of-id.ts'
import { isWhole, recordIn } from '../sources/walked-record.ts'
import type { WholeRecord } from '../sources/walked-record.ts'
import { cut, HELD_KINDS, weightOf } from './holdings.ts'
import type { Sums } from './holdings.ts'

/**
 * What a store holds by kind once these threads are erased and nobody else writes: of records that stay, as erasing leaves
 * them. Kinds of which an erasure takes words that only search finds are not told.
 */
export async function sumsWithout(store: ChatStore, threadIds: readonly string[]): Promise<Sums> {
  const erased = new Erased(threadIds)
  const sums = new Map<RecordKind, bigint>()
  for (const kind of HELD_KINDS) {
    if (RECORD_KINDS[kind].onErase.does === 'refit') continue
    sums.set(kind, await sumWithout(store, kind, erased))
  }
  return sums
}

async function sumWithout(store: ChatStore, kind: RecordKind, erased: Erased): Promise<bigint> {
  const source = storeSource(store)
  let sum = 0n
  for await (const page of source.stamps(kind)) {
    // Only reading tells what some speak of.
    const unknown = page.flatMap(({ id }) => (erased.isOf(kind, id) === undefined ? [id] : []))
    const left = new Map<string, WholeRecord | undefined>()
    for await (const { records } of new BatchReader(source).all(kind, unknown)) {
      for (const record of records.filter(isWhole)) {
        const rest = erased.leftOf(kind, record)
        if (rest !== record) left.set(record.id, rest)
      }
    }
    for (const { id, stamp } of page) {
      if (erased.isOf(kind, id) === true) continue
      const rest = left.get(id)
      if (rest !== undefined) sum += weightOf(stampOfWalked(kind, rest))
      else if (!left.has(id)) sum += weightOf(stamp)
    }
  }
  return cut(sum)
}

class Erased {
  readonly #ids: ReadonlySet<string>
  readonly #digits: ReadonlySet<string>

  constructor(ids: readonly string[]) {
    this.#ids = new Set(ids)
    this.#digits = new Set(ids.map(threadDigits))
  }

  /** Whether a record goes with them, as far as its id tells. */
  isOf(kind: RecordKind, id: string): boolean | undefined {
    if (RECORD_KINDS[kind].onErase.does === 'keep') return false
    const of = threadOfId(kind, id)
    if (of === undefined) return undefined
    return 'id' in of ? this.#ids.has(of.id) : this.#digits.has(of.digits)
  }

  leftOf(kind: RecordKind, record: WholeRecord): WholeRecord | undefined {
    const before = kinded(kind, recordIn(kind, record))
    const left = withoutThreads(before, this.#ids)
    if (left === before) return record
    return left && { ...record, value: left.record }
  }
}
