import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { contentBytes, formBytes } from '../../domain/thread/content-bytes.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { jsonIfAny } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { isThreadLike, isWhole } from '../core/whole-thread.ts'
import { SUM_BYTES, summedBytes, sumState } from './summed.ts'

/**
 * The text of a thread's file: the record and, last, the hash it must have and the bytes' checksum. Messages
 * of nothing but texts are taken from the bytes that were hashed; of others the source's order of members
 * is kept.
 */
export function encodeBody(thread: Thread, hash: string): Buffer {
  const { id, title, source, messages, ...rest } = thread
  const content = contentBytes(messages)
  const pieces: Uint8Array[] = [
    Buffer.from(`${JSON.stringify({ id, title, source }).slice(0, -1)},"messages":[`),
  ]
  for (const [index, message] of messages.entries()) {
    const isForm = message.content.every(isTextPart)
    const origin = isForm ? `,"origin":${JSON.stringify(message.origin)}}` : JSON.stringify(message)
    if (isForm) pieces.push(formBytes(content, index).subarray(0, -1))
    pieces.push(Buffer.from(index === messages.length - 1 ? origin : `${origin},`))
  }
  pieces.push(Buffer.from(`],${JSON.stringify({ ...rest, hash }).slice(1)}`))
  return summedBytes(pieces)
}

/**
 * The thread of a file's text. The checksum of its bytes tells whether it holds; of one that was
 * written before there was any, the hashes tell.
 *
 * @param where for the message
 * @throws HitCraftError CORRUPT
 */
export function decodeBody(bytes: Buffer, where: string): { thread: Thread; hash: string } {
  const state = sumState(bytes)
  const value = state === 'damaged' ? undefined : jsonIfAny(bytes.toString('utf8'))
  if (isStored(value)) {
    const { hash, ...thread } = state === 'holds' ? withoutSum(value) : value
    if (state === 'holds' || isWhole(thread, hash)) return { thread, hash }
  }
  throw new HitCraftError('CORRUPT', `${where} does not hold what was written`, {
    remedy: 'Import the thread again, or restore it from a backup and run hitcraft reindex.',
  })
}

/**
 * The hash that a body's text ends in, without reading the rest as JSON: what tells in the time of a
 * checksum whether bytes are the body that is known.
 *
 * @returns undefined where they do not hold, or were written before there were checksums
 */
export function quickHash(bytes: Buffer): string | undefined {
  if (sumState(bytes) !== 'holds') return undefined
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - SUM_BYTES - 75))
  return /,"hash":"([0-9a-f]{64})",/.exec(tail)?.[1]
}

function withoutSum(value: Stored): Stored {
  const { sum: _sum, ...rest } = value as Stored & { sum?: string }
  return rest
}

type Stored = Thread & { readonly hash: string }

function isStored(value: unknown): value is Stored {
  return isThreadLike(value) && typeof (value as Thread & { hash?: unknown }).hash === 'string'
}

/** A thread as people read it. */
export function readableText(thread: Thread): string {
  const lines = [thread.title ?? '(untitled)', `Thread: ${thread.id}`, '']
  for (const message of thread.messages) {
    lines.push(`[${message.createdAt ?? 'no time'}] ${message.role}`)
    for (const part of message.content) {
      if (isTextPart(part)) lines.push(part.text)
      else
        lines.push(
          part.raw === undefined ? `[${part.type}]` : `[${part.type}] ${canonicalJson(part.raw)}`,
        )
    }
    lines.push('')
  }
  return lines.join('\n')
}
