import { threadOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { recordIn } from '../sources/walked-record.ts'
import type { WholeRecord } from '../sources/walked-record.ts'
import { numberOf } from './derived/tally.ts'

/** A record by its name. */
export interface NamedRecord {
  readonly kind: MovedKind
  readonly id: string
}

/**
 * The threads and topic models that a side has, by 48 bits of their hash: what speaks of another is cut off. They are
 * walked before what speaks of them.
 */
export class SpokenOf {
  readonly #there = new Map<MovedKind, Set<number>>([
    ['thread', new Set()],
    ['topicModel', new Set()],
  ])

  add(kind: MovedKind, id: string): void {
    this.#there.get(kind)?.add(numberOf(id))
  }

  /** What a record speaks of that was not met. A receipt tells nothing but hashes. */
  missing(record: WholeRecord): NamedRecord[] {
    const { kind, value } = record
    if (kind === 'thread' || value === undefined) return []
    return namedBy(kind, recordIn(kind, record)).filter(
      (of) => this.#there.get(of.kind)?.has(numberOf(of.id)) !== true,
    )
  }
}

function namedBy<K extends RecordKind>(kind: K, record: RecordTypes[K]): NamedRecord[] {
  const thread = threadOfRecord(kind, record)
  const model = 'modelId' in record ? record.modelId : undefined
  return [
    ...(thread === undefined ? [] : [{ kind: 'thread', id: thread } as const]),
    ...(typeof model === 'string' ? [{ kind: 'topicModel', id: model } as const] : []),
  ]
}
