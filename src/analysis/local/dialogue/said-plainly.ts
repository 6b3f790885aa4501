import type { Act } from '../acts/act.ts'
import type { AssistantCue, UserCue } from '../cues/cue-kinds.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Cue, ThreadReading } from '../detectors/thread-reading.ts'
import { wordCount } from '../detectors/thread-reading.ts'

/** A cue that says an act outright where it stands early in a turn of few words, and how often it is right. */
interface Plain {
  readonly act: Act
  readonly cues: readonly (UserCue | AssistantCue)[]
  /** Words of the turn, and of it those among which the cue begins. */
  readonly words: number
  readonly within: number
  readonly sure: number
}

/** Shares as the labels of `bench/quality/labels` have them, splits train and tune. */
const ASSISTANT: readonly Plain[] = [
  { act: 'refuses', cues: ['refusal'], words: 100, within: 30, sure: 0.9 },
  { act: 'cannot', cues: ['unavailable'], words: 100, within: 30, sure: 0.8 },
  { act: 'broke', cues: ['broken'], words: 60, within: 20, sure: 0.75 },
  { act: 'promises', cues: ['promise'], words: 40, within: 40, sure: 0.75 },
]
const USER: readonly Plain[] = [
  { act: 'correction', cues: ['inaccurate'], words: 12, within: 12, sure: 0.9 },
  { act: 'does-not-work', cues: ['notWorking'], words: 12, within: 12, sure: 0.6 },
  { act: 'gives-up', cues: ['giveUp'], words: 12, within: 12, sure: 0.8 },
  {
    act: 'complaint',
    cues: ['languageComplaint', 'ignored'],
    words: 30,
    within: 30,
    sure: 0.8,
  },
  { act: 'complaint', cues: ['complaint', 'displeasure'], words: 6, within: 6, sure: 0.75 },
  { act: 'thanks', cues: ['thanks'], words: 12, within: 12, sure: 0.85 },
]

/**
 * What turns say outright, in the languages that the lexicons speak, by index of the turn. The models of
 * acts know few turns of most languages; what is said plainly holds in all of them.
 */
export function saidPlainly(reading: ThreadReading): ReadonlyMap<number, ReadonlyMap<Act, Cue>> {
  const said = new Map<number, Map<Act, Cue>>()
  collect(said, reading.userCues, USER)
  collect(said, reading.assistantCues, ASSISTANT)
  return said
}

/** How sure an act is that is said plainly. */
export function plainly(act: Act): number {
  return [...USER, ...ASSISTANT].find((plain) => plain.act === act)?.sure ?? 0
}

function collect(
  said: Map<number, Map<Act, Cue>>,
  cues: readonly Cue<UserCue | AssistantCue>[],
  table: readonly Plain[],
): void {
  for (const cue of cues) {
    const plain = table.find((one) => one.cues.includes(cue.kind) && isPlain(cue, one))
    if (plain === undefined) continue
    const acts = said.get(cue.turn.index) ?? new Map<Act, Cue>()
    if (!acts.has(plain.act)) acts.set(plain.act, cue)
    said.set(cue.turn.index, acts)
  }
}

function isPlain({ turn, text, match }: Cue, { words, within }: Plain): boolean {
  return isFirst(turn, text) && match.from < within && wordCount(turn) <= words
}

function isFirst(turn: Turn, text: Cue['text']): boolean {
  return turn.texts[0] === text
}
