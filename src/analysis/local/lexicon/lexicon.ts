import type { AssistantCue, UserCue } from '../cues/cue-kinds.ts'
import type { CueSource } from '../cues/cue-matcher.ts'

/** The cues of one language; the pattern language is described in `cues/parse-pattern.ts`. */
export interface Lexicon {
  readonly user: CueSource<UserCue>
  readonly assistant: CueSource<AssistantCue>
}
