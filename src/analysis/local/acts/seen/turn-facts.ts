import type { AssistantCue, UserCue } from '../../cues/cue-kinds.ts'
import type { Cue, ThreadReading } from '../../detectors/thread-reading.ts'
import { contentStems } from '../../text/content-words.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf } from '../../text/sentences.ts'
import type { Sentence } from '../../text/sentences.ts'
import { errorSignatures } from './error-signature.ts'
import { meaningOf } from './meaning.ts'
import { textShape } from './text-shape.ts'
import type { TextShape } from './text-shape.ts'

export type AnyCue = UserCue | AssistantCue

/** What is read of one turn for its acts; made once a turn. */
export interface TurnFacts {
  readonly turn: Turn
  readonly speaker: 'user' | 'assistant'
  readonly sentences: readonly Sentence[]
  readonly cues: readonly Cue<AnyCue>[]
  readonly kinds: ReadonlySet<AnyCue>
  /** Kinds in the first words; see {@link HEAD_WORDS}. */
  readonly headKinds: ReadonlySet<AnyCue>
  /** Kinds in the last sentence; empty for a turn of one. */
  readonly tailKinds: ReadonlySet<AnyCue>
  readonly words: number
  /** Words that the speaker says in their own voice. */
  readonly ownWords: number
  readonly stems: ReadonlySet<string>
  /** The meaning of the turn's beginning; see {@link meaningOf}. */
  readonly vector: Float32Array
  readonly shape: TextShape
  readonly errors: number
  readonly language: string | undefined
  readonly languageSure: boolean
}

/** Words of a turn in which it is said at once what the turn does. */
const HEAD_WORDS = 24
/** Words that are compared between turns. */
const MOST_COMPARED = 300

/** The facts of each turn of a thread, by index; undefined for one without text of a user or an assistant. */
export function turnFacts(reading: ThreadReading): (TurnFacts | undefined)[] {
  const cues = new Map<Turn, Cue<AnyCue>[]>()
  for (const cue of [...reading.userCues, ...reading.assistantCues]) {
    const list = cues.get(cue.turn)
    if (list === undefined) cues.set(cue.turn, [cue])
    else list.push(cue)
  }
  return reading.turns.map((turn) => {
    const { speaker } = turn
    if (speaker === 'other' || turn.texts.length === 0) return undefined
    return factsOf(reading, turn, speaker, cues.get(turn) ?? [])
  })
}

function factsOf(
  reading: ThreadReading,
  turn: Turn,
  speaker: TurnFacts['speaker'],
  cues: readonly Cue<AnyCue>[],
): TurnFacts {
  const own: string[] = []
  let words = 0
  let ownWords = 0
  for (const { tokens, apart } of turn.texts) {
    words += tokens.words.length
    tokens.words.forEach((word, i) => {
      if (apart[i] === true) return
      ownWords++
      if (own.length < MOST_COMPARED) own.push(word)
    })
  }
  const first = turn.texts[0]
  const sentences = turn.texts.flatMap(sentencesOf)
  const end = sentences.length > 1 ? sentences.at(-1) : undefined
  return {
    turn,
    speaker,
    sentences,
    cues,
    kinds: new Set(cues.map(({ kind }) => kind)),
    headKinds: new Set(
      cues
        .filter(({ text, match }) => text === first && match.from < HEAD_WORDS)
        .map(({ kind }) => kind),
    ),
    tailKinds: new Set(
      cues
        .filter(({ text, match }) => text === end?.text && match.from >= end.from)
        .map(({ kind }) => kind),
    ),
    words,
    ownWords,
    stems: new Set(contentStems(own)),
    vector: meaningOf(sentences),
    shape: textShape(turn),
    errors:
      speaker === 'user' ? turn.texts.reduce((sum, { text }) => sum + errorSignatures(text), 0) : 0,
    language: reading.languages[turn.index],
    languageSure: reading.sure[turn.index] === true,
  }
}
