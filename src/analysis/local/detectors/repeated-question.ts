import type { Failure } from '../../../domain/analysis.ts'
import { contentStems } from './content-words.ts'
import { evidenceOfTurn } from './evidence-of.ts'
import { noticedAfter } from './noticed-by.ts'
import { cuesOf, wordCount } from './thread-reading.ts'
import type { ThreadReading } from './thread-reading.ts'
import type { Turn } from '../text/read-thread.ts'

/** Fewer words are an answer or an acknowledgement, not a question. */
const FEWEST_WORDS = 3
/** A longer turn brings new matter, even where it repeats some. */
const MOST_WORDS = 80
/** Share of the shorter turn's content words that are in the other, without and with an outright cue. */
const SAME = 0.6
const SAME_WITH_CUE = 0.3
/** User turns back that are compared. */
const REACH = 4

/**
 * The user asks the same again: two turns with an answer between them share most of their content
 * words, or some and the user says so ("as I asked"). One failure a thread, with every such turn.
 */
export function repeatedQuestionFailures(reading: ThreadReading): Failure[] {
  const asked = reading.users
    .filter((turn) => wordCount(turn) >= FEWEST_WORDS && wordCount(turn) <= MOST_WORDS)
    .map((turn) => ({ turn, stems: new Set(contentStems(wordsOf(turn))) }))
  const repeats = new Map<number, Turn>()
  asked.forEach((later, at) => {
    const said = cuesOf(reading.userCues, later.turn, 'repeat', 'ignored').length > 0
    for (const earlier of asked.slice(Math.max(0, at - REACH), at)) {
      if (!answeredBetween(reading, earlier.turn, later.turn)) continue
      if (!sameMatter(earlier.stems, later.stems, said)) continue
      repeats.set(earlier.turn.index, earlier.turn)
      repeats.set(later.turn.index, later.turn)
    }
  })
  if (repeats.size < 2) return []
  const turns = [...repeats.values()].sort((a, b) => a.index - b.index)
  const evidence = turns.flatMap((turn) => evidenceOfTurn(reading.thread, turn) ?? []).slice(0, 5)
  const complained = turns
    .slice(1)
    .some(
      (turn) =>
        cuesOf(reading.userCues, turn, 'repeat', 'ignored', 'complaint', 'notSpecific').length > 0,
    )
  const last = turns.at(-1)?.index ?? 0
  return [
    {
      kind: 'repeated-question',
      noticedBy: complained ? 'user' : noticedAfter(reading, last),
      note: `asked ${turns.length} times`,
      evidence,
    },
  ]
}

function wordsOf(turn: Turn): string[] {
  return turn.texts.flatMap(({ tokens, apart }) => tokens.words.filter((_, i) => apart[i] !== true))
}

function answeredBetween(reading: ThreadReading, earlier: Turn, later: Turn): boolean {
  return reading.assistants.some((turn) => turn.index > earlier.index && turn.index < later.index)
}

function sameMatter(a: ReadonlySet<string>, b: ReadonlySet<string>, said: boolean): boolean {
  const shared = [...a].filter((stem) => b.has(stem)).length
  const least = Math.min(a.size, b.size)
  if (least === 0) return false
  const share = shared / least
  return said ? shared >= 1 && share >= SAME_WITH_CUE : shared >= 2 && share >= SAME
}
