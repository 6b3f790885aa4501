import { describe, expect, it } from 'vitest'
import { textsOf } from '../../../src/domain/thread/content-part.ts'
import type { JsonObject, JsonValue } from '../../../src/domain/values/json.ts'
import { canonicalJson } from '../../../src/domain/values/canonical-json.ts'
import { readMessage } from '../../../src/importers/kit/read-message.ts'
import { Tally } from '../../../src/importers/kit/tally.ts'

/** The message of an object, and the notes of it. */
function read(value: JsonObject) {
  const tally = new Tally()
  const result = readMessage({ role: 'user', ...value }, tally)
  if (typeof result === 'string') throw new Error(result)
  return { ...result.message, notes: tally.notes() }
}

/** Contents whose words are `Make it` and `louder`, or the first alone. */
const SPOKEN: Readonly<Record<string, JsonObject>> = {
  'a text': { content: 'Make it' },
  'a list of texts': { content: ['Make it', 'louder'] },
  'lists in lists': { content: [['Make it'], [['louder']]] },
  'text parts': {
    content: [
      { type: 'text', text: 'Make it' },
      { type: 'text', text: 'louder' },
    ],
  },
  'a key beside the text': {
    content: [{ type: 'text', text: 'Make it', cache_control: { type: 'ephemeral' } }],
  },
  annotations: { content: [{ type: 'output_text', text: 'Make it', annotations: [{ n: 1 }] }] },
  'parts of the Responses API': {
    content: [
      { type: 'input_text', text: 'Make it' },
      { type: 'output_text', text: 'louder' },
    ],
  },
  'parts of the Assistants API': {
    content: [{ type: 'text', text: { value: 'Make it', annotations: [] } }],
  },
  'a part without a type': { content: [{ text: 'Make it' }, { value: 'louder' }] },
  'an object with a text': { content: { text: 'Make it' } },
  'an object with parts': { content: { content_type: 'text', parts: ['Make it', 'louder'] } },
  'parts in place of the content': {
    parts: [{ text: 'Make it' }, { type: 'text', text: 'louder' }],
  },
  'text in place of the content': { text: 'Make it' },
  'an utterance': { utterance: 'Make it' },
  blocks: { blocks: [{ type: 'text', text: 'Make it' }] },
  'an empty content beside the text': { content: [], text: 'Make it' },
  'a content in a part': {
    content: [{ type: 'message', content: [{ text: 'Make it' }, 'louder'] }],
  },
  'a type that nobody knows': { content: [{ type: 'agent_text', text: 'Make it' }] },
  'a type with its words in content': { content: [{ type: 'note', content: 'Make it' }] },
  'a member that is called as its type': { content: [{ type: 'note', note: 'Make it' }] },
  'blocks of an editor': { content: { type: 'paragraph', children: [{ text: 'Make it' }] } },
  'a refusal beside the content': { content: null, refusal: 'Make it' },
  'a refusal as a part': { content: [{ type: 'refusal', refusal: 'Make it' }] },
  'a spoken answer': {
    content: null,
    audio: { id: 'audio_1', data: 'UklGRg==', transcript: 'Make it' },
  },
  'a transcript in a part': { content: [{ type: 'audio', transcript: 'Make it' }] },
  'a transcript within a part': {
    content: [{ type: 'input_audio', input_audio: { data: 'UklGRg==', transcript: 'Make it' } }],
  },
  'an envelope of the message': { message: { content: 'Make it' } },
}

describe('words', () => {
  it.each(Object.entries(SPOKEN))('are words in %s', (_name, value) => {
    expect(['Make it', 'Make it louder']).toContain(textsOf(read(value).content).join(' '))
  })

  it.each(Object.entries(SPOKEN))('leave nothing behind in %s', (_name, value) => {
    const { notes: _notes, ...message } = read(value)
    const kept = canonicalJson(message)
    for (const text of JSON.stringify(value).matchAll(/(?<=:)"([^"]+)"/g)) {
      expect(kept).toContain(text[1])
    }
    // The order of members says nothing.
    const turned = Object.fromEntries(Object.entries(value).toReversed())
    expect(canonicalJson(read(turned).content)).toBe(canonicalJson(read(value).content))
  })

  it('do not change with what stands beside them', () => {
    const plain = read({ content: 'Make it' }).content
    for (const name of ['a key beside the text', 'annotations', 'parts of the Assistants API']) {
      expect(read(SPOKEN[name] ?? {}).content).toEqual(plain)
    }
  })

  it.each<[string, JsonValue]>([
    ['an image', { type: 'image_url', image_url: { url: 'https://a.example/b c.png' } }],
    ['bytes', { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } }],
    ['a call', { type: 'tool_use', id: 't', name: 'mix', input: { text: 'not said' } }],
    ['a result', { type: 'tool_result', content: [{ type: 'text', text: 'not said' }] }],
    ['a thought', { type: 'thinking', thinking: 'not said', text: 'not said' }],
    ['an address', { type: 'attachment_link', content: 'https://a.example/b' }],
    ['an identifier', { type: 'pointer', text: '67cc00000000000000000001' }],
    ['an upload', { type: 'sketch_upload_complete', content: 'c2tldGNoIG9mIGEgc29uZw==' }],
  ])('are not %s', (_name, part) => {
    const { content } = read({ content: [part] })
    expect(textsOf(content)).toEqual([])
    const { type, ...raw } = part as JsonObject
    expect(content).toEqual([{ type, raw }])
  })

  it('of a message that has no others are told by where they may stand', () => {
    const notes = ['members "html" of messages without words, kept and not read as words: 1']
    expect(read({ content: '', html: '<p>Make it</p>', color: 'red' }).notes).toEqual(notes)
    expect(read({ content: 'Make it', html: '<p>Make it</p>' }).notes).toEqual([])
  })

  it('that are not found are told by the kind of their part, never by themselves', () => {
    const parts = [{ type: 'rating', stars: 'five' }, { type: 'rating', stars: 'four' }, 7]
    expect(read({ content: parts }).notes).toEqual([
      'parts "rating", kept as they are and not read as words: 2',
      'parts "unknown", kept as they are and not read as words: 1',
    ])
    const odd = read({ content: [{ type: 'Tell nobody this', n: 'five' }] })
    expect(odd.content).toEqual([{ type: 'Tell nobody this', raw: { n: 'five' } }])
    expect(odd.notes.join()).not.toContain('nobody')
    expect(odd.notes).toHaveLength(1)
  })

  it('of calls stay with the calls', () => {
    const call = [{ id: 'c1', function: { name: 'mix', arguments: '{}' } }]
    expect(read({ content: 'Mixing', tool_calls: call }).content).toEqual([
      { type: 'text', text: 'Mixing' },
      { type: 'tool_calls', raw: call },
    ])
  })
})
