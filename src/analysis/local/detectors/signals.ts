import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { Act } from '../acts/act.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import { quoteSentenceOf } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import { certaintyAt } from './draft.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { cuesOf, wordCount } from './thread-reading.ts'

const LEVELS = {
  thanks: { shown: 0.75, maybe: 0.5 },
  complaint: { shown: 0.7, maybe: 0.4 },
} as const
const MOST_EVIDENCE = 3

/** Thanks without a word of thanks have to be as sure as this. */
const SURE_ANYWAY = 0.9

/** Words of displeasure; they are aimed at the answer where the turn also does one of {@link AIMED}. */
const DISPLEASED: readonly UserCue[] = [
  'complaint',
  'displeasure',
  'inaccurate',
  'notSpecific',
  'ignored',
  'languageComplaint',
  'waiting',
]
const AIMED: readonly Act[] = ['complaint', 'correction', 'does-not-work', 'same-again', 'gives-up']
/** In longer turns such words speak of something else more often than not. */
const MOST_WORDS = 40
/** What words of displeasure add to how sure the aim is. */
const WORDS_ADD = 0.25

/** Thanks and complaints, said outright after an answer: at most one of a kind, the surest said first. */
export function findSignals(dialogue: Dialogue): Analysis['signals'] {
  return (['thanks', 'complaint'] as const).flatMap((kind) => {
    const said = dialogue.reading.users
      .filter((turn) => dialogue.answerBefore(turn) !== undefined)
      .map((turn) => ({ turn, sure: signalOf(dialogue, turn, kind) }))
      .toSorted((a, b) => b.sure - a.sure || a.turn.index - b.turn.index)
    const certainty = certaintyAt(said[0]?.sure ?? 0, LEVELS[kind])
    if (certainty === undefined) return []
    const evidence = said
      .filter(({ sure }) => certaintyAt(sure, LEVELS[kind]) === certainty)
      .slice(0, MOST_EVIDENCE)
      .flatMap(({ turn }) => quoteOf(dialogue, turn, kind))
    return [{ kind, certainty, evidence }]
  })
}

/** How sure it is that a turn thanks or complains. */
export function signalOf(dialogue: Dialogue, turn: Turn, kind: 'thanks' | 'complaint'): number {
  const sure = dialogue.probability(turn, kind)
  if (kind === 'thanks') return sure >= SURE_ANYWAY || isThankful(dialogue, turn) ? sure : 0
  if (displeased(dialogue, turn) === undefined) return sure
  return Math.max(sure, Math.min(1, dialogue.most(turn, AIMED) + WORDS_ADD))
}

function displeased({ reading }: Dialogue, turn: Turn) {
  return wordCount(turn) > MOST_WORDS ? undefined : cuesOf(reading, turn, ...DISPLEASED)[0]
}

function isThankful({ reading }: Dialogue, turn: Turn): boolean {
  return cuesOf(reading, turn, 'thanks', 'praise', 'solved').length > 0
}

function quoteOf(dialogue: Dialogue, turn: Turn, kind: 'thanks' | 'complaint') {
  const cue = kind === 'complaint' ? displeased(dialogue, turn) : undefined
  if (cue === undefined) return dialogue.quote(turn, kind, 'reaction')
  const quote = quoteSentenceOf(dialogue.reading, cue, 'reaction')
  return quote === undefined ? [] : [quote]
}
