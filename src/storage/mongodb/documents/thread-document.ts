import { Binary } from 'mongodb'
import { encodeKey } from '../../../domain/values/ids.ts'
import { prefixKeys } from '../../../domain/thread/thread-identity.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { MergedThread } from '../../merge-batch.ts'
import { threadSeal } from '../../core/sealed.ts'
import { threadFacets } from '../../core/thread-state.ts'
import type { OwnFields, PartDocument, ThreadDocument } from './documents.ts'
import { packBytes } from './packed.ts'
import { readableThread } from './readable-thread.ts'
import { TAGS } from './tags.ts'

/** Packed bytes that a thread's own document holds; MongoDB's limit for all of it is 16 MB. */
const INLINE = 6_000_000
const PART = 8_000_000

/** State of a thread under the analyzer keys: what {@link OwnFields} holds of it. */
export type StateFields = Pick<OwnFields, 'tags' | 'labels'>

export interface WrittenThread {
  readonly document: ThreadDocument
  /** Written before the document that points to them. */
  readonly parts: readonly PartDocument[]
}

/**
 * @param rev of this write, found nowhere else
 * @param tokens absent where the search index follows later
 */
export function writtenThread(
  merged: Pick<MergedThread, 'thread' | 'hash'>,
  state: StateFields,
  { rev, tokens }: { readonly rev: string; readonly tokens?: readonly string[] },
): WrittenThread {
  const { thread } = merged
  const summary = summarize(thread)
  const id = encodeKey(thread.id)
  const packed = packBytes(thread)
  const parts: PartDocument[] = []
  for (let at = 0; packed.length > INLINE && at < packed.length; at += PART) {
    const data = new Binary(packed.subarray(at, at + PART))
    parts.push({ thread: id, version: rev, n: parts.length, data })
  }
  const hitcraft: OwnFields = {
    ...derivedFields(merged, summary, state),
    rev,
    body: parts.length > 0 ? null : new Binary(packed),
    parts: parts.length > 0 ? { version: rev, count: parts.length } : null,
    tokens: tokens ?? [],
    searchable: tokens !== undefined,
  }
  return { document: { id, ...readableThread(thread, summary), hitcraft }, parts }
}

/** What follows from a thread and its states; the body itself, its place and its words stand beside it. */
export type DerivedFields = Omit<OwnFields, 'rev' | 'body' | 'parts' | 'tokens' | 'searchable'>

export function derivedFields(
  { thread, hash }: { readonly thread: Thread; readonly hash: string },
  summary: ThreadSummary,
  state: StateFields,
): DerivedFields {
  const asOf = thread.asOf ?? ''
  return {
    messageCount: summary.messageCount,
    last: summary.lastMessageAt ?? '',
    summary: JSON.stringify(summary),
    contentHash: thread.contentHash,
    bodyHash: hash,
    asOf,
    seal: threadSeal({ key: encodeKey(thread.id), bodyHash: hash, asOf }),
    tags: [...ownTags(thread, summary), ...state.tags],
    labels: state.labels,
    prefixKeys: prefixKeys(thread),
  }
}

/** The tags of a thread that hold whatever the analyses say. */
function ownTags({ revisions }: Thread, summary: ThreadSummary): string[] {
  const lost = new Set(revisions.flatMap(({ userId }) => userId ?? []))
  return [
    ...threadFacets(summary).map((facet) => TAGS.facet(facet)),
    ...[...lost.difference(new Set(summary.userIds))].map(TAGS.lost),
  ]
}
