import type { AnswerForm, Quoted } from '../../../src/analysis/models/answer/answer-form.ts'
import type { Behave } from './model-double.ts'

/** A message as a model finds it in a transcript. */
export interface ReadMessage {
  readonly number: number
  readonly who: string
  readonly text: string
}

/** The messages of a transcript, by the mark that its first line names. */
export function readTranscript(transcript: string): ReadMessage[] {
  const mark = /^The mark of this transcript is ([0-9a-f]{16})\./.exec(transcript)?.[1]
  if (mark === undefined) return []
  const fence = new RegExp(
    `^<<<${mark} message (\\d+), (\\w+).*\\n([^]*?)\\n${mark} end of message \\1>>>$`,
    'gm',
  )
  return [...transcript.matchAll(fence)].map(([, number, who = '', text = '']) => ({
    number: Number(number),
    who,
    text,
  }))
}

/** What an honest model with simple ideas answers to a transcript in English. */
export function plainForm(transcript: string): AnswerForm {
  const messages = readTranscript(transcript)
  const asking = messages.find(({ who }) => who === 'user')
  const answers = messages.filter(
    ({ who, number }) => who === 'assistant' && number > (asking?.number ?? 0),
  )
  const declining = answers.find(({ text }) => /\b(?:can't|cannot|unable)\b/.test(text))
  const telling = declining ?? answers.at(-1)
  const thanks = messages.find(({ who, text }) => who === 'user' && /\bthank/i.test(text))
  return {
    language: 'en',
    requests:
      asking === undefined
        ? []
        : [
            {
              label: sentenceOf(asking.text).slice(0, 60),
              asked: quoteOf(asking),
              fulfilment:
                declining === undefined
                  ? telling === undefined
                    ? 'unknown'
                    : 'answered'
                  : 'declined',
              shown_by: telling === undefined ? [] : [quoteOf(telling)],
              given_up: false,
            },
          ],
    failures: declining === undefined ? [] : [{ kind: 'cannot', shown_by: [quoteOf(declining)] }],
    signals: thanks === undefined ? [] : [{ kind: 'thanks', said: quoteOf(thanks) }],
  }
}

/** A double that always answers so. */
export const plainReader: Behave = ({ transcript }) => ({
  does: 'answer',
  value: plainForm(transcript),
})

export function quoteOf({ number, text }: ReadMessage): Quoted {
  return { message: number, quote: sentenceOf(text) }
}

function sentenceOf(text: string): string {
  return (
    /^[^\n]{1,200}?(?:[.!?](?=\s|$)|\n|$)/u.exec(text.trim())?.[0] ?? text.slice(0, 100)
  ).trim()
}
