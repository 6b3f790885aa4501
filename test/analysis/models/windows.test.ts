import { describe, expect, it } from 'vitest'
import { requestsOf } from '../../../src/analysis/models/thread-requests.ts'
import { markFor } from '../../../src/analysis/models/transcript/render-window.ts'
import { showThread } from '../../../src/analysis/models/transcript/shown-thread.ts'
import { windowsOf } from '../../../src/analysis/models/transcript/windows.ts'
import { readTranscript } from '../../services/models/plain-reader.ts'
import { threadOf } from '../thread-of.ts'

const line = (at: number) =>
  `${at % 2 === 0 ? 'u' : 'a'}: Line ${at}, ${'a word '.repeat(40)}end ${at}.`
const long = threadOf(Array.from({ length: 600 }, (_, at) => line(at)))

describe('windows of a long thread', () => {
  const windows = windowsOf(showThread(long))

  it('show every message, whole, in order', () => {
    const numbers = windows.flatMap(({ pieces, repeated }) =>
      pieces.slice(repeated).map(({ message }) => message.number),
    )
    expect(numbers).toEqual(Array.from({ length: 600 }, (_, at) => at + 1))
    expect(
      windows
        .flatMap(({ pieces }) => pieces)
        .every(({ start, end, message }) => start === 0 && end === message.body.length),
    ).toBe(true)
  })

  it('overlap, fit in their room, and say so', () => {
    expect(windows.length).toBeGreaterThan(3)
    expect(windows.slice(1).every(({ repeated }) => repeated > 5)).toBe(true)
    const { requests } = requestsOf(long, 'fixed', [])
    expect(requests).toHaveLength(windows.length)
    for (const [at, { transcript }] of requests.entries()) {
      expect(Buffer.byteLength(transcript)).toBeLessThan(70_000)
      expect(transcript).toContain(`window ${at + 1} of ${windows.length}`)
      expect(transcript.includes('goes on after this window')).toBe(at < windows.length - 1)
    }
  })

  it('are the same bytes each time', () => {
    expect(requestsOf(long, 'fixed', [])).toEqual(requestsOf(long, 'fixed', []))
  })
})

describe('a message that fits in no window', () => {
  it.each([
    ['words', 'many words of a paste '.repeat(60_000)],
    ['no white space', '漢字𝒳'.repeat(80_000)],
  ])('is shown in pieces, all of it: %s', (_what, text) => {
    const thread = threadOf(['u: What is this?', `u: ${text}`, 'a: A long paste.'])
    const { requests } = requestsOf(thread, 'fixed', [])
    const shown = windowsOf(showThread(thread)).flatMap(({ pieces }) => pieces)
    let read = ''
    for (const { message, start, end } of shown.filter(({ message }) => message.number === 2)) {
      expect(start).toBeLessThanOrEqual(read.length)
      read = read.slice(0, start) + message.body.slice(start, end)
    }
    expect(read).toBe(text.trim())
    expect(requests.length).toBeGreaterThan(10)
    expect(requests.every(({ transcript }) => transcript.isWellFormed())).toBe(true)
    expect(requests[0]?.transcript).toContain('it goes on in the next window')
  })
})

describe('what is shown', () => {
  it('leaves out what a system says, and names what is no text', () => {
    const thread = threadOf(['u: Mix it.', 'a: <mixing_start>', 'a: Here.'])
    const messages = thread.messages.map((message, at) =>
      at === 2 ? { ...message, role: 'system' } : message,
    )
    const [request] = requestsOf({ ...thread, messages }, 'fixed', []).requests
    expect(readTranscript(request?.transcript ?? '')).toEqual([
      { number: 1, who: 'user', text: 'Mix it.' },
      { number: 2, who: 'assistant', text: '⟦mixing_start⟧' },
    ])
  })

  it('is nothing where nothing was said', () => {
    expect(requestsOf(threadOf([]), 'fixed', []).requests).toEqual([])
  })

  it('stands under a mark that no text holds', () => {
    const first = markFor(['some text'])
    const second = markFor(['some text', first.toUpperCase()])
    expect(second).not.toBe(first)
    // A text that holds the mark that it would have itself.
    expect(markFor([first])).not.toBe(first)
  })
})
