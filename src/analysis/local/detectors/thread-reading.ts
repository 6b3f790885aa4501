import type { Thread } from '../../../domain/thread/thread.ts'
import type { AssistantCue, UserCue } from '../cues/cue-kinds.ts'
import type { CueMatch } from '../cues/cue-matcher.ts'
import type { PlainKind } from '../plain/plain-words.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'

/** A cue with its place. */
export interface Cue<K extends string = string> {
  readonly kind: K
  readonly turn: Turn
  readonly text: ReadText
  readonly match: CueMatch<K>
}

/** A thread with everything that detectors look at; made once a thread. */
export interface ThreadReading {
  readonly thread: Thread
  readonly turns: readonly Turn[]
  readonly users: readonly Turn[]
  readonly assistants: readonly Turn[]
  /** What users said outside code, quotations and lyrics, in order. */
  readonly userCues: readonly Cue<UserCue>[]
  /** The same, by the index of their turn. */
  readonly userCuesByTurn: readonly (readonly Cue<UserCue>[])[]
  readonly assistantCues: readonly Cue<AssistantCue>[]
  /** What turns say in so many words, in order, by the index of their turn. */
  readonly plain: readonly (readonly Cue<PlainKind>[])[]
  /** BCP 47 of a turn, by its index; undefined where neither it nor the thread tells. */
  readonly languages: readonly (string | undefined)[]
  /** Whether the turn itself is enough to tell its language. */
  readonly sure: readonly boolean[]
  /** Of the user's words. */
  readonly language: string | undefined
}

/** The user's cues of a turn. Looks at that turn alone. */
export function cuesOf(
  { userCuesByTurn }: ThreadReading,
  { index }: Turn,
  ...kinds: readonly UserCue[]
): Cue<UserCue>[] {
  return (userCuesByTurn[index] ?? []).filter((cue) => kinds.includes(cue.kind))
}

export function wordCount(turn: Turn): number {
  return turn.texts.reduce((sum, { tokens }) => sum + tokens.words.length, 0)
}
