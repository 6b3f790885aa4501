import type { Failure } from '../../../domain/analysis.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import type { Turn } from '../text/read-thread.ts'
import { contentStems } from './content-words.ts'
import { evidenceOfTurn } from './evidence-of.ts'
import { noticedAfter } from './noticed-by.ts'
import { cuesOf, wordCount } from './thread-reading.ts'
import type { ThreadReading } from './thread-reading.ts'

/** Fewer words are an answer or an acknowledgement, more bring matter of their own. */
const FEWEST_WORDS = 3
const MOST_WORDS = 60
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
  if (!isRepeated(links)) return []
  const turns = new Map<number, Turn>()
  for (const { earlier, later } of links) {
    turns.set(earlier.turn.index, earlier.turn)
    turns.set(later.turn.index, later.turn)
  }
  const ordered = [...turns.values()].sort((a, b) => a.index - b.index)
  const complained = links.some(({ later }) => later.saysSo)
  return [
    {
      kind: 'repeated-question',
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

/** The same once with the user saying so; or asked three times, one after the other. */
function isRepeated(links: readonly Link[]): boolean {
  const turns = new Set(links.flatMap(({ earlier, later }) => [earlier.turn, later.turn]))
  if (links.some(({ weight }) => weight >= 2) && links.some(({ later }) => later.saysSo))
    return true
  if (links.filter(({ weight }) => weight >= 2).length >= 2) return true
  const chained = links.some(({ earlier }) =>
    links.some(({ later }) => later.turn === earlier.turn),
  )
  return chained && turns.size >= 3 && links.some(({ later }) => later.saysSo)
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
  const asks =
    cuesOf(reading.userCues, turn, 'ask').length > 0 ||
    turn.texts.some(({ text }) => /[?？؟]\s*$/u.test(text.slice(-40)))
  const saysSo = cuesOf(reading.userCues, turn, 'repeat').length > 0
  return [{ turn, stems, saysSo, asks }]
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
