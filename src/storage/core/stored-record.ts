import { presentVersion } from '../../domain/kinds/present-version.ts'
import { idOfRecord, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { corrupt } from './damaged.ts'
import type { Piece } from './damaged.ts'

const NO_RECORD = 'is no record of its kind'

/**
 * A stored value as a record, when it has the shape of its kind and is the one that was asked for. One of
 * an older version is brought up to date.
 *
 * @param piece its `id` is that of the record which was asked for
 * @throws HitCraftError CORRUPT; UNSUPPORTED for a record of a later version of this program
 */
export function storedRecord<K extends RecordKind>(
  kind: K,
  value: unknown,
  piece: Piece,
): RecordTypes[K] {
  const present = isJsonObject(value) ? presentVersion(RECORD_KINDS[kind], value) : undefined
  // What the schema gives is a copy, which has lost a member called `__proto__`.
  if (!RECORD_KINDS[kind].schema.safeParse(present).success) throw corrupt(piece, NO_RECORD)
  return named(kind, present, piece)
}

/**
 * The same of a value that a seal or checksum vouches for: as it is as it was written, it has the shape that
 * was looked at then.
 */
export function vouchedRecord<K extends RecordKind>(
  kind: K,
  value: unknown,
  piece: Piece,
): RecordTypes[K] {
  const present = isJsonObject(value) ? presentVersion(RECORD_KINDS[kind], value) : undefined
  return named(kind, present, piece)
}

/**
 * Records as they are, when each has the shape of its kind.
 * @throws HitCraftError INVALID_INPUT
 */
export function shapedRecords<K extends RecordKind>(
  kind: K,
  records: readonly RecordTypes[K][],
): readonly RecordTypes[K][] {
  const { schema, title } = RECORD_KINDS[kind]
  for (const record of records) {
    const read = schema.safeParse(record)
    if (read.success) continue
    const path = read.error.issues[0]?.path.join('.') ?? ''
    throw new HitCraftError('INVALID_INPUT', `a ${title} has not the shape of one`, {
      details: { kind, path },
    })
  }
  return records
}

function named<K extends RecordKind>(kind: K, value: unknown, piece: Piece): RecordTypes[K] {
  if (value === undefined) throw corrupt(piece, NO_RECORD)
  const record = value as RecordTypes[K]
  if (idOfRecord(kind, record) !== piece.id) throw corrupt(piece, 'holds another record')
  return record
}
