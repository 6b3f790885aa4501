import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentBytes, formBytes } from '../../src/domain/thread/content-bytes.ts'
import { formOf } from '../../src/domain/thread/message.ts'
import { chainOf } from '../../src/domain/thread/thread-identity.ts'
import { contentHashOf } from '../../src/domain/thread/thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { canonicalJson, hashOf, sha256 } from '../../src/domain/values/canonical-json.ts'
import { decodeBody, encodeBody } from '../../src/storage/objects/thread-body.ts'
import { anyThread, runs } from '../conformance/arbitraries.ts'
import { say, threadOf } from '../conformance/check.ts'

function rawsOf({ messages }: Thread): unknown {
  const parts = messages.flatMap(({ content }) => content)
  return [parts.map((part) => ('raw' in part ? part.raw : null)), messages.map((m) => m.origin)]
}

describe('the bytes of the messages', () => {
  it('are the canonical JSON that the hashes are defined by, message by message', () => {
    fc.assert(
      fc.property(anyThread(), ({ messages, contentHash }) => {
        const content = contentBytes(messages)
        const forms = messages.map(formOf)
        expect(content.bytes.toString()).toBe(canonicalJson(forms))
        expect([contentHash, contentHashOf(messages)]).toEqual([hashOf(forms), hashOf(forms)])
        expect(messages.map((_, at) => formBytes(content, at).toString())).toEqual(
          forms.map(canonicalJson),
        )
      }),
      runs(300, 5000),
    )
  })

  it('make the chain of an id-less thread what it was: a hash of the one before and the form', () => {
    fc.assert(
      fc.property(anyThread(), ({ messages }) => {
        const id = `h:${contentHashOf(messages)}`
        const links: string[] = []
        for (const message of messages) {
          links.push(sha256((links.at(-1) ?? '') + canonicalJson(formOf(message))).slice(0, 32))
        }
        const thread = { ...threadOf({ messages: [say('a')] }), id, messages }
        expect(chainOf(thread)).toEqual(links.slice(1))
      }),
      runs(100, 2000),
    )
  })

  it('may be many, and longer than the room that is kept', () => {
    const thread = threadOf({
      id: 't',
      messages: ['ש', 'a', '\uD800'].map((w) => say(w.repeat(2e6))),
    })
    expect(contentBytes(thread.messages).bytes.toString()).toBe(
      canonicalJson(thread.messages.map(formOf)),
    )
    expect(contentBytes([]).bytes.toString()).toBe('[]')
  })

  it('give a file that says what the thread says, in the order that the source has', () => {
    fc.assert(
      fc.property(anyThread(), (thread) => {
        const bytes = encodeBody(thread, 'f'.repeat(64))
        const read = decodeBody(bytes, 'here')
        expect(read.hash).toBe('f'.repeat(64))
        expect(canonicalJson(read.thread)).toBe(canonicalJson(thread))
        // What is not ours to order: the values of the source.
        expect(JSON.stringify(rawsOf(read.thread))).toBe(JSON.stringify(rawsOf(thread)))
      }),
      runs(300, 5000),
    )
  })
})
