import { countScripts } from '../language/scripts.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { cuesOf } from './thread-reading.ts'

/** Words of prose on both sides, where the scripts differ and where they are the same. */
const FEWEST_ASKED = 3
const FEWEST_ANSWERED = 5
const FEWEST_ASKED_SAME_SCRIPT = 5
const FEWEST_SAME_SCRIPT = 8
const LANGUAGE =
  /\b(?:languages?|translat\w*|english|french|spanish|german|italian|portuguese|russian|chinese|japanese|korean|arabic|hebrew|latin|idioma|traduc\w*|inglés|español|langue|anglais|français|sprache|englisch|deutsch|übersetz\w*|язык\w*|перевед\w*)\b|שפה|תרגם|אנגלית|עברית|语言|翻译|英语|英文|中文/iu

/**
 * The answer is in another language than the user's turn before it, both told for sure by prose of their
 * own, and the user neither spoke that other language before nor spoke of languages. A user who switches
 * and is followed is answered right.
 */
export function findOtherLanguage(dialogue: Dialogue): Draft[] {
  const { reading } = dialogue
  const found: Draft[] = []
  let asked = false
  const spoken = new Set<string | undefined>()
  for (const turn of reading.turns) {
    if (turn.speaker === 'user' && cuesOf(reading, turn, 'languageAsk').length > 0) {
      // Only a complaint about the language takes the wish back.
      asked = cuesOf(reading, turn, 'languageComplaint').length === 0
    }
    if (turn.speaker === 'user' && reading.sure[turn.index] === true) {
      spoken.add(reading.languages[turn.index])
    }
    const before = turn.speaker === 'assistant' ? dialogue.asked(turn) : undefined
    if (before === undefined || asked || !differs(dialogue, before, turn)) continue
    if (spoken.has(reading.languages[turn.index]) || mentions(before)) continue
    const after = dialogue.userAfter(turn)
    const complaint = after && cuesOf(reading, after, 'languageComplaint')[0]
    found.push({
      kind: 'other-language',
      certainty: 'shown',
      noticedBy: complaint === undefined ? dialogue.noticed(turn) : 'user',
      note: `answered in ${reading.languages[turn.index] ?? ''}, asked in ${reading.languages[before.index] ?? ''}`,
      evidence: [
        ...dialogue.first(turn, 'answer'),
        ...dialogue.first(before, 'request'),
        ...(complaint === undefined ? [] : dialogue.first(complaint.turn, 'reaction')),
      ],
      at: turn.index,
    })
  }
  return found
}

function differs({ reading }: Dialogue, asked: Turn, answer: Turn): boolean {
  const expected = reading.languages[asked.index]
  const answered = reading.languages[answer.index]
  if (expected === undefined || answered === undefined || expected === answered) return false
  if (reading.sure[asked.index] !== true || reading.sure[answer.index] !== true) return false
  if (expected !== reading.language) return false
  const same = scriptOf(asked) === scriptOf(answer)
  return (
    proseWords(asked) >= (same ? FEWEST_ASKED_SAME_SCRIPT : FEWEST_ASKED) &&
    proseWords(answer) >= (same ? FEWEST_SAME_SCRIPT : FEWEST_ANSWERED)
  )
}

/** Whoever speaks of languages may want one. */
function mentions({ texts }: Turn): boolean {
  return texts.some(({ text }) => LANGUAGE.test(text.slice(0, 2000)))
}

function proseWords(turn: Turn): number {
  return turn.texts.reduce((sum, { apart }) => sum + apart.filter((inside) => !inside).length, 0)
}

function scriptOf(turn: Turn): string | undefined {
  const counts = countScripts(
    turn.texts.flatMap(({ tokens }) => tokens.words),
    turn.texts.flatMap(({ apart }) => apart),
  )
  const ranked = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return ranked[0]?.[0]
}
