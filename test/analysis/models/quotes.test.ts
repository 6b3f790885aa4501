import { describe, expect, it } from 'vitest'
import { analysisOf } from '../../../src/analysis/models/answer/analysis-of.ts'
import type { AnswerForm } from '../../../src/analysis/models/answer/answer-form.ts'
import { findQuote } from '../../../src/analysis/models/answer/find-quote.ts'
import { plainLabel } from '../../../src/analysis/models/answer/plain-label.ts'
import { showThread } from '../../../src/analysis/models/transcript/shown-thread.ts'
import { isEvidenceValid } from '../../../src/domain/analysis/evidence.ts'
import { threadOf } from '../thread-of.ts'

const EMPTY: AnswerForm = { language: '', requests: [], failures: [], signals: [] }
const at = (message: number, quote: string) => ({ message, quote })

const thread = threadOf([
  'u: Send the file to bo@example.org, please.',
  'a: I cannot send\n\n  files to bo@example.org.',
  'u: That is no help. Send it!',
  'a: <delivery_error>',
  'a: The file is on its w',
])
const shown = showThread(thread)
const read = (...forms: Partial<AnswerForm>[]) =>
  analysisOf(
    thread,
    shown,
    forms.map((form) => Object.assign({}, EMPTY, form)),
    'key',
  )

describe('a quote', () => {
  it.each([
    ['as it stands', 'one two', 'one two', { start: 0, end: 7 }],
    ['other white space', 'x one \n two y', 'one two', { start: 2, end: 11 }],
    ['white space around it', 'one two', ' two\n', { start: 4, end: 7 }],
    ['at the end before elsewhere', 'one two, one two\n', 'one two', { start: 9, end: 16 }],
    ['another word', 'one two', 'one too', undefined],
    ['another case', 'one two', 'One two', undefined],
    ['no words', 'one two', '  ', undefined],
    ['joined words', 'one two', 'onetwo', undefined],
  ])('%s', (_what, text, quote, span) => {
    expect(findQuote(text, quote)).toEqual(span)
  })

  it('is stored as the thread has it: its white space, and what a placeholder stands for', () => {
    const { failures } = read({
      failures: [{ kind: 'cannot', shown_by: [at(2, 'I cannot send files to [MAIL_1].')] }],
    })
    const [evidence] = failures[0]?.evidence ?? []
    expect(evidence?.quote).toBe('I cannot send\n\n  files to bo@example.org.')
    expect(evidence === undefined || isEvidenceValid(evidence, thread)).toBe(true)
  })

  it('of what looks like a placeholder and is the words of the log is these words, and one of a placeholder is not', () => {
    const template = threadOf([
      'u: Fill it in for bo@example.org.',
      'a: I cannot put bo@example.org where [MAIL_1] stands.',
    ])
    const asSent = showThread(template)
    const quotes = ['[MAIL_1]', ...asSent.placeholders].map((quote) => {
      const form = { ...EMPTY, failures: [{ kind: 'cannot' as const, shown_by: [at(2, quote)] }] }
      return analysisOf(template, asSent, [form], 'key').failures[0]?.evidence[0]?.quote
    })
    expect(quotes).toEqual(['[MAIL_1]', 'bo@example.org'])
  })

  it('that begins within a placeholder takes all of what it stands for', () => {
    const { failures } = read({
      failures: [{ kind: 'cannot', shown_by: [at(2, 'AIL_1].')] }],
    })
    expect(failures[0]?.evidence[0]?.quote).toBe('bo@example.org.')
  })

  it('of another message, a made-up one or a message that is not there is dropped and counted', () => {
    const analysis = read({
      failures: [
        {
          kind: 'cannot',
          shown_by: [at(1, 'I cannot send'), at(2, 'I can send'), at(99, 'I cannot send')],
        },
      ],
    })
    expect(analysis).toMatchObject({
      failures: [],
      quotes: { checked: 3, dropped: 3 },
      itemsDropped: 1,
    })
  })

  it('may name what is no text, whole', () => {
    const { failures, itemsDropped } = read({
      failures: [
        { kind: 'broke', shown_by: [at(4, '⟦delivery_error⟧')] },
        { kind: 'broke', shown_by: [at(4, 'delivery_error')] },
      ],
    })
    expect(failures).toMatchObject([
      { items: [{ messageId: 'm3', part: 0, type: 'delivery_error' }] },
    ])
    expect(itemsDropped).toBe(1)
  })
})

it('the name of an item is redacted, and an item is found by what was sent', () => {
  const named = threadOf(['u: Is it there?', 'a: <upload from bo@example.org>'])
  const sent = showThread(named)
  expect(sent.messages[1]?.body).toBe('⟦upload from [MAIL_1]⟧')
  const form = {
    failures: [{ kind: 'broke', shown_by: [at(2, '⟦upload from [MAIL_1]⟧')] }],
  } satisfies Partial<AnswerForm>
  const { failures } = analysisOf(named, sent, [Object.assign({}, EMPTY, form)], 'key')
  expect(failures[0]?.items).toMatchObject([{ type: 'upload from bo@example.org' }])
})

describe('a finding', () => {
  it('takes the proof of its kind', () => {
    const { failures, signals, itemsDropped } = read({
      failures: [
        { kind: 'refused', shown_by: [at(1, 'Send the file')] },
        { kind: 'asked-again', shown_by: [at(2, 'I cannot send')] },
        { kind: 'cut-off', shown_by: [at(5, 'The file')] },
        { kind: 'cut-off', shown_by: [at(5, 'on its w')] },
      ],
      signals: [
        { kind: 'complaint', said: at(2, 'I cannot send') },
        { kind: 'complaint', said: at(3, 'That is no help.') },
      ],
    })
    expect(failures.map(({ kind }) => kind)).toEqual(['cut-off'])
    expect(signals).toHaveLength(1)
    expect(itemsDropped).toBe(4)
  })

  it('knows who noticed, and what each quote is to it', () => {
    const { failures } = read({
      failures: [
        {
          kind: 'cannot',
          shown_by: [at(3, 'That is no help.'), at(2, 'I cannot send'), at(1, 'Send the file')],
        },
      ],
    })
    expect(failures[0]).toMatchObject({
      noticedBy: 'user',
      certainty: 'shown',
      evidence: [{ role: 'request' }, { role: 'answer' }, { role: 'reaction' }],
    })
  })

  it('of two windows in the same words is one, and the later knows more', () => {
    const request = { label: 'Send a file', asked: at(1, 'Send the file'), given_up: false }
    const { requests, outcome, unmetNeeds } = read(
      { requests: [{ ...request, fulfilment: 'unknown', shown_by: [] }] },
      { requests: [{ ...request, fulfilment: 'declined', shown_by: [at(2, 'I cannot send')] }] },
    )
    expect(requests).toMatchObject([{ messageId: 'm0', fulfilment: 'declined' }])
    expect(outcome).toBe('unresolved')
    expect(unmetNeeds).toMatchObject([{ label: 'Send a file' }])
  })

  it('without the words that show what came of it is of unknown outcome', () => {
    const { requests, outcome } = read({
      requests: [
        {
          label: 'Send a file',
          asked: at(1, 'Send the file'),
          fulfilment: 'answered',
          shown_by: [at(5, 'I sent it.')],
          given_up: true,
        },
      ],
    })
    expect(requests).toMatchObject([{ fulfilment: 'unknown' }])
    expect(outcome).toBe('unknown')
  })
})

it('a label is one plain line without personal data', () => {
  expect(plainLabel('Send it to [MAIL_12]\n\u0007now ')).toBe('Send it to [mail] now')
  expect(plainLabel('x'.repeat(500))).toHaveLength(120)
})
