import type { Finding } from '../../../domain/analysis/analysis.ts'
import type { Cue, ThreadReading } from './thread-reading.ts'
import { cuesOf } from './thread-reading.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import type { Declined } from './declined.ts'
import { evidenceOfCue } from '../evidence/evidence-of.ts'
import { isStopWord } from '../text/content-words.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import { evidenceOfPhrase, findingOf, phraseFrom } from './request.ts'
import type { Phrase } from './request.ts'

const MOST = 5

/**
 * What users needed and did not get: what they asked for in the turn before an answer that says the
 * product cannot, and what they wish for outright.
 */
export function findUnmetNeeds(reading: ThreadReading, declined: readonly Declined[]): Finding[] {
  const needs: Finding[] = []
  for (const { kind, cue } of declined) {
    if (kind !== 'cannot') continue
    const before = reading.users.findLast(({ index }) => index < cue.turn.index)
    if (before === undefined) continue
    const [asked] = cuesOf(reading.userCues, before, 'ask', 'wish')
    if (asked === undefined) continue
    const need = findingOf(reading, matterFrom(before, asked.text, asked.match.from))
    needs.push({ ...need, evidence: [...need.evidence, evidenceOfCue(reading.thread, cue)] })
  }
  for (const cue of reading.userCues) {
    if (cue.kind === 'wish') needs.push(...wished(reading, cue))
  }
  return distinct(needs)
}

/** Outright proposals to change the product or an answer. */
export function findImprovements(reading: ThreadReading): Finding[] {
  const found: Finding[] = []
  for (const cue of reading.userCues) {
    if (cue.kind === 'notSpecific') found.push(wholeSentence(reading, cue))
    if (cue.kind === 'wish') found.push(...wished(reading, cue))
  }
  return distinct(found)
}

/** What users praise. */
export function findStrengths(reading: ThreadReading): Finding[] {
  const found = reading.userCues
    .filter(
      ({ kind, turn }) => kind === 'praise' && turn.index > (reading.assistants[0]?.index ?? 0),
    )
    .map((cue) => wholeSentence(reading, cue))
  return distinct(found)
}

/** What is wished for; a single word names nothing that could be built. */
function wished(reading: ThreadReading, cue: Cue<UserCue>): Finding[] {
  const { text, match, turn } = cue
  const { sentences } = text.tokens
  const goesOn = sentences[match.to] === sentences[match.from]
  const finding = findingOf(reading, matterFrom(turn, text, goesOn ? match.to : match.from))
  return /\s/u.test(finding.label) ? [finding] : []
}

/** The phrase from word `at` on, without the small words that it begins with ("can you", "is there a"). */
function matterFrom(turn: Turn, text: ReadText, at: number): Phrase {
  const { words, sentences } = text.tokens
  let from = at
  while (sentences[from + 1] === sentences[at] && isStopWord(words[from] ?? '')) from++
  return phraseFrom(turn, text, from)
}

function wholeSentence(reading: ThreadReading, cue: Cue<UserCue>): Finding {
  const phrase = phraseFrom(cue.turn, cue.text, cue.match.from)
  const evidence = evidenceOfPhrase(reading, phrase)
  return {
    label: evidence.quote.replace(/\s+/gu, ' ').trim(),
    certainty: 'shown',
    evidence: [evidenceOfCue(reading.thread, cue)],
  }
}

function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>()
  for (const finding of findings) {
    const key = finding.label.toLowerCase()
    if (!seen.has(key)) seen.set(key, finding)
  }
  return [...seen.values()].slice(0, MOST)
}
