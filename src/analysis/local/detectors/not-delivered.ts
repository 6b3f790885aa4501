import type { Act } from '../acts/act.ts'
import type { CueMatch } from '../cues/cue-matcher.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { itemFailure } from './items.ts'
import type { Work } from '../../findings/works.ts'

/** From which probability a turn promises, in words that lexicons know. */
const PROMISED = 0.75
/** By which the user shows that it is still missing. */
const MISSES: readonly Act[] = ['same-again', 'complaint', 'gives-up', 'asks-for-person']
const MISSED = 0.5
const WILL = /\b(?:i|we)(?:'ll|’ll| will|'m| am|'re| are)\b|\blet me\b|\bgoing to\b/iu
/** A turn that does one of these keeps the promise before it. */
const KEEPS = ['delivers', 'answers'] as const
const KEPT = 0.4

/** Work that was started in items or promised in words, and that nothing brought by the end. */
export function findNotDelivered(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  return [...unfinished(dialogue, works), ...unkept(dialogue)]
}

function unfinished(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  return works.flatMap((work) =>
    work.open.map((place) =>
      itemFailure(dialogue, place, {
        kind: 'not-delivered',
        note: `${work.feature} was started and never completed`,
      }),
    ),
  )
}

/** The last promise that no later turn keeps: nothing came after it, or the user asks where it is. */
function unkept(dialogue: Dialogue): Draft[] {
  const { assistants, assistantCues } = dialogue.reading
  const promise = assistants.findLast((turn) => dialogue.does(turn, 'promises', PROMISED))
  if (promise === undefined || isKept(dialogue, promise)) return []
  const after = dialogue.userAfter(promise)
  if (after !== undefined && dialogue.most(after, MISSES) < MISSED) return []
  const cues = assistantCues.filter(({ turn }) => turn === promise)
  const cue =
    cues.find(({ kind, text, match }) => kind === 'announcement' && says(text, match)) ??
    cues.find(({ kind }) => kind === 'promise')
  if (cue === undefined || cues.some(({ kind }) => kind === 'handOver')) return []
  return [
    {
      kind: 'not-delivered',
      certainty: 'shown',
      noticedBy: dialogue.noticed(promise),
      note: after === undefined ? 'nothing came after it' : 'nothing after it brought it',
      evidence: [
        ...dialogue.quoteCue(cue, 'answer'),
        ...(after === undefined ? [] : dialogue.first(after, 'reaction')),
      ],
      at: promise.index,
    },
  ]
}

/** Whether the words of an announcement are of what will come: "I can see" is none. */
function says({ text, tokens }: ReadText, { from, to }: CueMatch<string>): boolean {
  return WILL.test(text.slice(tokens.starts[from], tokens.ends[to - 1]))
}

function isKept(dialogue: Dialogue, promise: Turn): boolean {
  return (
    dialogue.most(promise, KEEPS) >= KEPT ||
    dialogue.reading.assistants.some(
      (turn) => turn.index > promise.index && dialogue.most(turn, KEEPS) >= KEPT,
    )
  )
}
