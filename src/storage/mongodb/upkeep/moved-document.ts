import { BSON } from 'mongodb'
import type { Document } from 'mongodb'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { foreignThread } from '../documents/foreign-documents.ts'
import { textsField } from '../documents/packed.ts'
import { lackedBy, readableThread } from '../documents/readable-thread.ts'
import { derivedFields } from '../documents/thread-document.ts'
import type { StateFields } from '../documents/thread-document.ts'
import { ANY_TOKEN } from '../documents/tokens.ts'
import { leavesRoom } from './adopt.ts'

/** Bytes of a document; a server takes 16 MiB, and the states of a thread grow. */
const MOST_BYTES = 15_000_000

/** What is carried over as it is; tags are made anew, as they have another form. */
const CARRIED = [
  'rev',
  'messageCount',
  'last',
  'summary',
  'contentHash',
  'bodyHash',
  'asOf',
  'seal',
  'body',
  'parts',
  'labels',
  'prefixKeys',
  'tokens',
  'searchable',
] as const
const LEFT = ['_id', 'content', 'users', 'tags', ...CARRIED] as const

/** A document of layout 1 or 2, and what is known of it. */
export interface OldDocument {
  readonly old: Document
  /** As it was adopted, where it was. */
  readonly original: Document | undefined
  readonly state: StateFields
  /** Undefined for a damaged one. */
  readonly thread: Thread | undefined
}

/** Our fields of it that hold in the present layout too. */
export function carriedOf(old: Document): Document {
  return Object.fromEntries(
    CARRIED.filter((name) => name in old).map((name) => [name, old[name] as unknown]),
  )
}

/**
 * The document in its present form. One that would be too large leaves out what stays among the
 * originals, then its words, so that any search looks into it.
 */
export function movedDocument(given: OldDocument): Document {
  const { old, original } = given
  const { _id, ...had } = original !== undefined && leavesRoom(original) ? original : { _id: null }
  const carried = carriedOf(old)
  const whole = laidOut(given, had, carried)
  if (fits(whole)) return whole
  const lean = laidOut(given, {}, carried)
  if (fits(lean)) return lean
  return laidOut(given, {}, { ...carried, tokens: [ANY_TOKEN], searchable: true })
}

function fits(document: Document): boolean {
  return BSON.calculateObjectSize(document) <= MOST_BYTES
}

function laidOut(
  { old, original, state, thread }: OldDocument,
  had: Document,
  own: Document,
): Document {
  const theirs = { ...had, ...others(old) }
  if (thread === undefined) {
    const tags = [...textsField(old['users']).map(tagOfUser), ...state.tags]
    return { ...theirs, content: old['content'] as unknown, hitcraft: { ...own, ...state, tags } }
  }
  const summary = summarize(thread)
  const derived = derivedFields({ thread, hash: bodyHashOf(thread) }, summary, state)
  const isOfThatContent =
    original !== undefined && foreignThread(original).contentHash === thread.contentHash
  const lacked = lackedBy(theirs, readableThread(thread, summary), isOfThatContent)
  return { ...theirs, ...lacked, hitcraft: { ...own, ...derived } }
}

/** What a document has that is none of ours, and its id. */
function others(old: Document): Document {
  const names: readonly string[] = LEFT
  return Object.fromEntries(Object.entries(old).filter(([name]) => !names.includes(name)))
}

/** Of the old form, which named no analyzer key. */
function tagOfUser(user: string): string {
  return user.replace(/^present\n/, 'user\n\n').replace(/^lost\n/, 'lost\n\n')
}
