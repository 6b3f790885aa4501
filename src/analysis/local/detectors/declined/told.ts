import type { AssistantCue } from '../../cues/cue-kinds.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf } from '../../text/sentences.ts'
import type { Sentence } from '../../text/sentences.ts'
import type { Cue } from '../thread-reading.ts'

/** In which way an answer declines. */
export type Way = 'refused' | 'cannot' | 'does-not-know'

/** A sentence by which an assistant declines. */
export interface Declining {
  readonly way: Way
  readonly cue: Cue<AssistantCue>
  readonly sentence: Sentence
}

/** A sentence with what its words give away. */
export interface Told {
  readonly sentence: Sentence
  readonly cues: readonly Cue<AssistantCue>[]
}

/** The sentences of a turn that have cues, in order. */
export function toldIn(turn: Turn, cues: readonly Cue<AssistantCue>[]): Told[] {
  return turn.texts.flatMap((text) =>
    sentencesOf(text).map((sentence) => ({
      sentence,
      cues: cues.filter(
        (cue) =>
          cue.text === text && cue.match.from >= sentence.from && cue.match.from < sentence.to,
      ),
    })),
  )
}
