import { sha256 } from '../values/canonical-json.ts'
import { canonicalForm } from './message.ts'
import type { Message } from './message.ts'

/** Ordered messages without their origins, as the bytes that are hashed and stored. */
export interface ContentBytes {
  /** SHA-256 of `bytes`: the content hash. */
  readonly hash: string
  /** The canonical JSON of the messages: `[form,form,…]`. */
  readonly bytes: Buffer
  /** Where in `bytes` each form ends. */
  readonly ends: readonly number[]
}

/** UTF-8 bytes of one UTF-16 unit at the most. */
const UNIT = 3
/** Bytes of the room that is kept for the next thread. */
const MOST_KEPT = 4 * 1024 * 1024

/** What was written already; messages do not change. */
const WRITTEN = new WeakMap<readonly Message[], ContentBytes>()

let room = Buffer.allocUnsafeSlow(256 * 1024)

/** Writes ordered messages as canonical JSON, once for as long as the list of them lives. */
export function contentBytes(messages: readonly Message[]): ContentBytes {
  const known = WRITTEN.get(messages)
  if (known !== undefined) return known
  const written = write(messages)
  WRITTEN.set(messages, written)
  return written
}

/** Takes bytes for written that another thread of this process has written of the same messages. */
export function keepContentBytes(messages: readonly Message[], written: ContentBytes): void {
  WRITTEN.set(messages, written)
}

/** The bytes of one message's form. */
export function formBytes({ bytes, ends }: ContentBytes, index: number): Buffer {
  return bytes.subarray(index === 0 ? 1 : (ends[index - 1] ?? 0) + 1, ends[index])
}

/** A text of two-byte units is written into room that is there at three times the speed of `Buffer.from`. */
function write(messages: readonly Message[]): ContentBytes {
  let into = room
  let at = 0
  const ends: number[] = []
  for (const message of messages) {
    const form = canonicalForm(message)
    const needed = at + form.length * UNIT + 2
    if (needed > into.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2)
      into.copy(larger, 0, 0, at)
      into = larger
    }
    into[at] = at === 0 ? OPEN : COMMA
    at += 1 + into.write(form, at + 1)
    ends.push(at)
  }
  if (at === 0) into[at++] = OPEN
  into[at++] = CLOSE
  if (into.length <= MOST_KEPT) room = into
  const bytes = Buffer.from(into.subarray(0, at))
  return { hash: sha256(bytes), bytes, ends }
}

const OPEN = 0x5b
const CLOSE = 0x5d
const COMMA = 0x2c
