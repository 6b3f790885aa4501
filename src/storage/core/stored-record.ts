import { presentVersion } from '../../domain/present-version.ts'
import { idOfRecord, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { corrupt } from './damaged.ts'
import type { Piece } from './damaged.ts'

/**
 * A stored value as a record of its kind, when it has the shape of one. One of an older version is brought
 * up to date.
 *
 * @throws HitCraftError UNSUPPORTED for a record of a later version of this program
 */
export function recordIn<K extends RecordKind>(
  kind: K,
  value: unknown,
): RecordTypes[K] | undefined {
  const record = vouchedIn(kind, value)
  // What the schema gives is a copy, which has lost a member called `__proto__`.
  return RECORD_KINDS[kind].schema.safeParse(record).success ? record : undefined
}

/**
 * The same of a value that a seal or checksum vouches for: as it is as it was written, it has the shape that
 * was looked at then.
 */
export function vouchedIn<K extends RecordKind>(
  kind: K,
  value: unknown,
): RecordTypes[K] | undefined {
  const present = isJsonObject(value) ? presentVersion(RECORD_KINDS[kind], value) : undefined
  return present as RecordTypes[K] | undefined
}

/**
 * As {@link recordIn}, of the record that was asked for.
 * @param piece its `id` is that of the record
 * @throws HitCraftError CORRUPT
 */
export function storedRecord<K extends RecordKind>(
  kind: K,
  value: unknown,
  piece: Piece,
): RecordTypes[K] {
  return named(kind, recordIn(kind, value), piece)
}

/** As {@link vouchedIn}, of the record that was asked for. @throws HitCraftError CORRUPT */
export function vouchedRecord<K extends RecordKind>(
  kind: K,
  value: unknown,
  piece: Piece,
): RecordTypes[K] {
  return named(kind, vouchedIn(kind, value), piece)
}

/** @throws HitCraftError INVALID_INPUT where a record has not the shape of its kind */
export function refuseShapeless(kind: RecordKind, records: readonly unknown[]): void {
  const { schema, title } = RECORD_KINDS[kind]
  for (const record of records) {
    const read = schema.safeParse(record)
    if (read.success) continue
    const path = read.error.issues[0]?.path.join('.') ?? ''
    throw new HitCraftError('INVALID_INPUT', `a ${title} has not the shape of one`, {
      details: { kind, path },
    })
  }
}

function named<K extends RecordKind>(
  kind: K,
  record: RecordTypes[K] | undefined,
  piece: Piece,
): RecordTypes[K] {
  if (record === undefined) throw corrupt(piece, 'is no record of its kind')
  if (idOfRecord(kind, record) !== piece.id) throw corrupt(piece, 'holds another record')
  return record
}
