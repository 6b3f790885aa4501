import { englishPlain } from './english.ts'
import { hebrewPlain } from './hebrew.ts'
import { othersPlain, romancePlain } from './more-languages.ts'
import type { PlainWords } from './plain-words.ts'
import { spanishPlain } from './spanish.ts'

/** Every language that says things plainly; one automaton is made of all of them. */
export const PLAIN_WORDS: readonly PlainWords[] = [
  englishPlain,
  hebrewPlain,
  spanishPlain,
  romancePlain,
  othersPlain,
]
