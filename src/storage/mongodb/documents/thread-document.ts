import { Binary } from 'mongodb'
import { encodeKey } from '../../../domain/values/ids.ts'
import { textsOf } from '../../../domain/thread/content-part.ts'
import { prefixKeys } from '../../../domain/thread/thread-identity.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { MergedThread } from '../../merge-batch.ts'
import { threadSeal } from '../../core/sealed.ts'
import type { PartDocument, ReadableContent, ThreadDocument } from './documents.ts'
import { packBytes } from './packed.ts'
import { USERS } from './tags.ts'

/** Packed bytes that a thread's own document holds; MongoDB's limit for all of it is 16 MB. */
const INLINE = 6_000_000
const PART = 8_000_000
/** UTF-16 units of words that are laid out for readers of the collection. */
const READABLE = 1_000_000

/** What a write sets, but for what is found by search. */
export type WrittenFields = Omit<ThreadDocument, 'tokens'>

export interface WrittenThread {
  readonly fields: WrittenFields
  /** Written before the document that points to them. */
  readonly parts: readonly PartDocument[]
}

/** State of a thread under the known analyzer keys: what {@link ThreadDocument} holds of it. */
export type StateFields = Pick<ThreadDocument, 'tags' | 'labels'>

/** @param rev of this write, found nowhere else */
export function writtenThread(
  { thread, hash }: Pick<MergedThread, 'thread' | 'hash'>,
  state: StateFields,
  rev: string,
): WrittenThread {
  const summary = summarize(thread)
  const id = encodeKey(thread.id)
  const packed = packBytes(thread)
  const parts: PartDocument[] = []
  if (packed.length > INLINE) {
    for (let at = 0; at < packed.length; at += PART) {
      const data = new Binary(packed.subarray(at, at + PART))
      parts.push({ thread: id, version: rev, n: parts.length, data })
    }
  }
  const { firstMessageAt } = summary
  const asOf = thread.asOf ?? ''
  const fields: WrittenFields = {
    id,
    rev,
    content: readable(thread),
    created_at: firstMessageAt === undefined ? null : validDate(firstMessageAt),
    messageCount: summary.messageCount,
    last: summary.lastMessageAt ?? '',
    summary: JSON.stringify(summary),
    contentHash: thread.contentHash,
    bodyHash: hash,
    asOf,
    seal: threadSeal({ key: id, bodyHash: hash, asOf }),
    body: parts.length > 0 ? null : new Binary(packed),
    parts: parts.length > 0 ? { version: rev, count: parts.length } : null,
    users: usersOf(thread, summary.userIds),
    tags: state.tags,
    labels: state.labels,
    prefixKeys: prefixKeys(thread),
    searchable: false,
  }
  return { fields, parts }
}

function usersOf(thread: Thread, userIds: readonly string[]): string[] {
  const present = new Set(userIds)
  const lost = new Set(thread.revisions.flatMap(({ userId }) => userId ?? []))
  return [
    ...userIds.map(USERS.present),
    ...[...lost].filter((userId) => !present.has(userId)).map(USERS.lost),
  ]
}

function validDate(text: string): Date | null {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date
}

/** What a person sees who opens the collection; nothing is read from it. */
function readable(thread: Thread): ReadableContent {
  const messages: ReadableContent['messages'][number][] = []
  let units = 0
  for (const { role, userId, createdAt, content } of thread.messages) {
    const text = plain(textsOf(content).join('\n'))
    units += text.length + 100
    if (units > READABLE) break
    messages.push({
      role: plain(role),
      userId: userId === undefined ? null : plain(userId),
      createdAt: createdAt ?? null,
      text,
    })
  }
  return {
    title: thread.title === undefined ? null : plain(thread.title.slice(0, 1000)),
    messages,
    truncated: messages.length < thread.messages.length,
  }
}

/** Without what some tools and servers stumble over. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
