import type { Document, Filter, ObjectId } from 'mongodb'
import type { OwnFields, ThreadDocument } from './documents.ts'
import { textField } from './packed.ts'

/** A thread's document as it was read, to be found again as it was. */
export interface ThreadRef {
  readonly _id: ObjectId
  /** Encoded. */
  readonly id: string
  readonly rev: string
}

/** What reading a body takes. Any of it may have been taken away, or changed into whatever. */
export interface BodyFields extends ThreadRef {
  readonly bodyHash: string
  readonly asOf: string
  readonly seal: string
  readonly body: unknown
  readonly parts: unknown
}

/** A projection onto fields of ours, beside `_id` and `id`. */
export function projectionOf(...fields: readonly (keyof OwnFields)[]): Record<string, 1> {
  const own = fields.map((field) => [`hitcraft.${field}`, 1] as const)
  return { id: 1, ...Object.fromEntries(own) }
}

export const BODY = projectionOf('rev', 'bodyHash', 'asOf', 'seal', 'body', 'parts')

/** What stands under our name in a document; of one that has nothing there, nothing. */
export function ownOf(document: Document): Readonly<Record<string, unknown>> {
  const own: unknown = document['hitcraft']
  return typeof own === 'object' && own !== null ? { ...own } : {}
}

export function bodyFieldsOf(document: Document): BodyFields {
  const own = ownOf(document)
  return {
    ...refOf(document),
    bodyHash: textField(own['bodyHash']),
    asOf: textField(own['asOf']),
    seal: textField(own['seal']),
    body: own['body'],
    parts: own['parts'],
  }
}

export function refOf(document: Document): ThreadRef {
  const { rev } = ownOf(document)
  return { _id: document['_id'] as ObjectId, id: textField(document['id']), rev: textField(rev) }
}

/**
 * Documents of ours. Those of another program have none of these fields; of ours one may be lost, and
 * then it is damaged and not to be adopted.
 */
export const IS_OURS: Filter<ThreadDocument> = {
  $or: [{ 'hitcraft.bodyHash': { $type: 'string' } }, { 'hitcraft.seal': { $type: 'string' } }],
}

/** Documents that are not of our making. */
export const UNADOPTED: Filter<Document> = {
  'hitcraft.searchable': null,
  'hitcraft.bodyHash': null,
  'hitcraft.seal': null,
}

/** Ours, but for those that lack what every list goes by. */
export const IS_LISTED: Filter<ThreadDocument> = { 'hitcraft.last': { $gte: '' } }
