import type { Failure } from '../../../domain/analysis/analysis.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import type { Turn } from '../text/read-thread.ts'
import { contentStems } from '../text/content-words.ts'
import { evidenceOfTurn } from '../evidence/evidence-of.ts'
import { noticedAfter } from '../evidence/noticed-by.ts'
import { cuesOf, wordCount } from './thread-reading.ts'
import type { ThreadReading } from './thread-reading.ts'

/** Fewer words are an answer or an acknowledgement, more bring matter of their own. */
const FEWEST_WORDS = 3
const MOST_WORDS = 60
/** Longer turns in a row work on something rather than ask the same. */
const MOST_CHAINED = 40
const QUESTION_WORDS = new Set(
  'how what where which when who why whats wheres איך מה איפה איזה איזו כמה מתי למה היכן como donde cual cuando cuanto comment quand pourquoi wie wann warum wo onde quando'.split(
    ' ',
  ),
)
const AUXILIARIES = new Set(
  'do does did can could is are will would should puedes puede hay tienes'.split(' '),
)
/** User turns back that are compared. */
const REACH = 3
/** Shared content words over all of both: the same question; the same again where the user says so. */
const SAME = 0.6
const SAID = 0.2
/** Share of the shorter question's content words that are in the other: alike. */
const ALIKE = 0.34
/** Cues by which a user goes on to something else. */
const ELSEWHERE: readonly UserCue[] = ['thanks', 'praise', 'solved', 'waiting', 'giveUp']

interface Asked {
  readonly turn: Turn
  readonly stems: ReadonlySet<string>
  /** "As I asked", "that is not what I asked". */
  readonly saysSo: boolean
  readonly asks: boolean
  /** Has a question mark or a question word. */
  readonly isQuestion: boolean
  readonly words: number
}

/**
 * The user asks the same again, with an answer between: nearly the same words once; or alike words, or
 * "as I asked", twice. One failure a thread, with every such turn.
 */
export function repeatedQuestionFailures(reading: ThreadReading): Failure[] {
  const asked = reading.users.flatMap((turn) => askedIn(reading, turn))
  const links = asked.flatMap((later, at) => {
    const link = strongest(reading, asked.slice(Math.max(0, at - REACH), at), later)
    return link === undefined ? [] : [{ ...link, later }]
  })
  if (!isRepeated(asked, links)) return []
  const turns = new Map<number, Turn>()
  for (const { earlier, later } of links) {
    turns.set(earlier.turn.index, earlier.turn)
    turns.set(later.turn.index, later.turn)
  }
  const ordered = [...turns.values()].sort((a, b) => a.index - b.index)
  const complained = links.some(({ later }) => later.saysSo)
  return [
    {
      kind: 'asked-again',
      certainty: 'shown',
      noticedBy: complained ? 'user' : noticedAfter(reading, ordered.at(-1)?.index ?? 0),
      note: `asked ${ordered.length} times`,
      evidence: ordered.flatMap((turn) => evidenceOfTurn(reading.thread, turn) ?? []).slice(0, 5),
    },
  ]
}

interface Link {
  readonly earlier: Asked
  readonly later: Asked
  readonly weight: number
}

/** The same with the user saying so; the same twice; or one matter in three turns in a row. */
function isRepeated(asked: readonly Asked[], links: readonly Link[]): boolean {
  const same = links.filter(({ weight }) => weight >= 2)
  if (same.some(({ later }) => later.saysSo && later.isQuestion)) return true
  if (same.filter(({ later }) => later.isQuestion).length >= 2) return true
  return asked.some((third, at) => {
    const [first, second] = asked.slice(Math.max(0, at - 2), at)
    return first !== undefined && second !== undefined && isOneMatter(first, second, third, links)
  })
}

/** Three short questions, each alike to the one before, with a content word common to all. */
function isOneMatter(first: Asked, second: Asked, third: Asked, links: readonly Link[]): boolean {
  if (![second, third].every(({ isQuestion, words }) => isQuestion && words <= MOST_CHAINED))
    return false
  if (![...third.stems].some((stem) => first.stems.has(stem) && second.stems.has(stem)))
    return false
  return links.some(({ later }) => later === third) && links.some(({ later }) => later === second)
}

function askedIn(reading: ThreadReading, turn: Turn): Asked[] {
  const words = wordCount(turn)
  if (words < FEWEST_WORDS || words > MOST_WORDS * 2) return []
  if (cuesOf(reading.userCues, turn, ...ELSEWHERE).length > 0) return []
  const stems = new Set(
    contentStems(
      turn.texts.flatMap(({ tokens, apart }) => tokens.words.filter((_, i) => apart[i] !== true)),
    ),
  )
  const isQuestion = turn.texts.some(
    ({ text, tokens }) =>
      /[?？؟]/u.test(text) ||
      tokens.words.some((word) => QUESTION_WORDS.has(word)) ||
      AUXILIARIES.has(tokens.words[0] ?? ''),
  )
  const asks = isQuestion || cuesOf(reading.userCues, turn, 'ask').length > 0
  const saysSo = cuesOf(reading.userCues, turn, 'repeat').length > 0
  return [{ turn, stems, saysSo, asks, isQuestion, words }]
}

/** 2 for a question that is the same, 1 for one that is alike. */
function strongest(
  reading: ThreadReading,
  before: readonly Asked[],
  later: Asked,
): { earlier: Asked; weight: number } | undefined {
  let best: { earlier: Asked; weight: number } | undefined
  for (const earlier of before) {
    if (!answeredBetween(reading, earlier.turn, later.turn)) continue
    const weight = weightOf(earlier, later)
    if (weight > 0 && weight >= (best?.weight ?? 0)) best = { earlier, weight }
  }
  return best
}

function weightOf(earlier: Asked, later: Asked): number {
  if (!earlier.asks && !earlier.saysSo) return 0
  if (!later.asks && !later.saysSo) return 0
  const shared = [...earlier.stems].filter((stem) => later.stems.has(stem)).length
  if (shared === 0) return 0
  const over = shared / (earlier.stems.size + later.stems.size - shared)
  const ofShorter = shared / Math.min(earlier.stems.size, later.stems.size)
  if (shared >= 2 && (over >= SAME || (later.saysSo && over >= SAID))) return 2
  return ofShorter >= ALIKE ? 1 : 0
}

function answeredBetween(reading: ThreadReading, earlier: Turn, later: Turn): boolean {
  return reading.assistants.some(
    (turn) => turn.index > earlier.index && turn.index < later.index && wordCount(turn) > 0,
  )
}
