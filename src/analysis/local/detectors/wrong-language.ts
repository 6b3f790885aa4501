import type { Failure } from '../../../domain/analysis/analysis.ts'
import { countScripts } from '../language/scripts.ts'
import type { Turn } from '../text/read-thread.ts'
import { evidenceOfCue, evidenceOfTurn } from '../evidence/evidence-of.ts'
import { noticedAfter } from '../evidence/noticed-by.ts'
import { cuesOf, wordCount } from './thread-reading.ts'
import type { ThreadReading } from './thread-reading.ts'

/** An answer of fewer words may be a name or a term. */
const FEWEST_WORDS = 5
const FEWEST_SAME_SCRIPT = 8

/**
 * The answer is in another language than the user's turn before it, which itself is told for sure, and
 * nobody asked for another language. A user who switches and is followed is answered right.
 */
export function wrongLanguageFailures(reading: ThreadReading): Failure[] {
  const failures: Failure[] = []
  let asked = false
  for (const turn of reading.turns) {
    if (turn.speaker === 'user' && cuesOf(reading.userCues, turn, 'languageAsk').length > 0) {
      // Only a complaint about the language takes the wish back.
      asked = cuesOf(reading.userCues, turn, 'languageComplaint').length === 0
    }
    if (turn.speaker !== 'assistant' || asked || !isSure(reading, turn.index)) continue
    const before = reading.users.findLast(({ index }) => index < turn.index)
    if (before === undefined || wordCount(turn) < FEWEST_WORDS) continue
    const expected = reading.languages[before.index]
    const answered = reading.languages[turn.index]
    if (expected === undefined || answered === undefined || expected === answered) continue
    if (!isSure(reading, before.index) && expected !== reading.language) continue
    if (isNamesOnly(reading, before, turn)) continue
    const evidence = evidenceOfTurn(reading.thread, turn)
    const complaint = complaintAfter(reading, turn.index)
    failures.push({
      kind: 'other-language',
      certainty: 'shown',
      noticedBy: complaint === undefined ? noticedAfter(reading, turn.index) : 'user',
      note: `answered in ${answered}, asked in ${expected}`,
      evidence: [evidence, complaint].flatMap((item) => item ?? []),
    })
  }
  return failures
}

/** A name or an address reads like another language of the same script: more words must tell. */
function isNamesOnly(reading: ThreadReading, asked: Turn, answer: Turn): boolean {
  if (scriptOf(asked) !== scriptOf(answer)) return false
  const doubtful = reading.languages[asked.index] !== reading.language
  return (
    wordCount(answer) < FEWEST_SAME_SCRIPT || (doubtful && wordCount(asked) < FEWEST_SAME_SCRIPT)
  )
}

function scriptOf(turn: Turn): string | undefined {
  const counts = countScripts(
    turn.texts.flatMap(({ tokens }) => tokens.words),
    turn.texts.flatMap(({ apart }) => apart),
  )
  const ranked = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return ranked[0]?.[0]
}

function isSure(reading: ThreadReading, index: number): boolean {
  return reading.sure[index] === true
}

function complaintAfter(reading: ThreadReading, index: number) {
  const next = reading.users.find((turn) => turn.index > index)
  const cue = next && cuesOf(reading.userCues, next, 'languageComplaint')[0]
  return cue === undefined ? undefined : evidenceOfCue(reading.thread, cue)
}
