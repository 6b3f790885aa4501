import { Binary } from 'mongodb'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import { pairedId, secondOf } from '../../../domain/values/paired-id.ts'
import { corrupt } from '../../core/damaged.ts'
import type { Piece } from '../../core/damaged.ts'
import { recordSeal, wholeRecord } from '../../core/sealed.ts'
import type { RecordDocument } from './documents.ts'
import { textField, unpackText } from './packed.ts'

/** What reading a record takes. */
export const RECORD = { _id: 1, thread: 1, tag: 1, body: 1, seal: 1 } as const
/** Any of them but the `_id` may have been taken away, or changed into whatever. */
export type RecordFields = Pick<RecordDocument, '_id'> & {
  readonly [Field in 'thread' | 'tag' | 'body' | 'seal']?: unknown
}

/** The `_id` of a record's document. */
export function documentId(kind: RecordKind, encodedId: string): string {
  return pairedId(kind, encodedId)
}

/** The id of a record by the `_id` of its document. */
export function idIn(id: string): string {
  return decodeKey(secondOf(id))
}

/**
 * The record of a document, when it is the one whose document it is and what was written.
 * @throws HitCraftError CORRUPT
 */
export function recordOf<K extends RecordKind>(kind: K, fields: RecordFields): RecordTypes[K] {
  const piece = pieceOfRecord(kind, fields._id)
  const { body, thread, tag, seal } = fields
  if (typeof body !== 'string' && !(body instanceof Binary)) throw corrupt(piece, 'has no body')
  const stored = {
    key: fields._id.slice(kind.length + 1),
    thread: textField(thread),
    tag: textField(tag),
    text: unpackText(body, piece),
    seal: textField(seal),
  }
  return wholeRecord(kind, stored, piece)
}

/** @param id the document's */
export function pieceOfRecord(kind: RecordKind, id: string): Piece {
  const place = `collection records, document ${JSON.stringify(id)}`
  return { kind, id: idIn(id), place }
}

/** @param text what its body unpacks to */
export function sealOfDocument(
  kind: RecordKind,
  { _id, thread, tag }: Pick<RecordDocument, '_id' | 'thread' | 'tag'>,
  text: string,
): string {
  const key = _id.slice(kind.length + 1)
  return recordSeal(kind, { key, thread: thread ?? '', tag: tag ?? '', text })
}
