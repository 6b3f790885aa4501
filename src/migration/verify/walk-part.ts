import { given } from '../../domain/values/given.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { BatchReader } from '../sources/read-in-batches.ts'
import { byId } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { isInPart } from './part.ts'
import type { Part } from './part.ts'
import type { Side } from './side.ts'

/** A record, or the id alone of one that is not of the part. */
export type Met = WalkedRecord | { readonly id: string }

export interface WalkPartOptions {
  /** Absent: each record is read. */
  readonly part?: Part
  readonly signal?: AbortSignal
}

export function isRead(met: Met | undefined): met is WalkedRecord {
  return met !== undefined && 'kind' in met
}

/**
 * Walks all of a kind by id, and reads what is of the part. A source without stamps is read through, and gives each record
 * whole.
 */
export async function* walkPart(
  records: Side['records'],
  kind: MovedKind,
  { part, signal }: WalkPartOptions,
): AsyncGenerator<readonly Met[]> {
  const walk = given({ signal })
  if (part === undefined || records.stamps === undefined) {
    yield* records.walk(kind, walk)
    return
  }
  const reader = new BatchReader(records)
  for await (const stamps of records.stamps(kind, walk)) {
    const ids = stamps.map(({ id }) => id)
    const ours = ids.filter((id) => isInPart(part, kind, id))
    let at = 0
    for await (const batch of reader.all(kind, ours)) {
      const read = byId(batch.records)
      const end = ids.lastIndexOf(batch.ids.at(-1) ?? '') + 1
      yield ids.slice(at, end).map((id) => read.get(id) ?? { id })
      at = end
    }
    if (at < ids.length) yield ids.slice(at).map((id) => ({ id }))
  }
}
