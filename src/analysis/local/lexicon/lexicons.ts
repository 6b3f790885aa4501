import { english } from './english.ts'
import { englishActs } from './english-acts.ts'
import { hebrew } from './hebrew.ts'
import type { Lexicon } from './lexicon.ts'
import { moreLanguages } from './more-languages.ts'
import { spanish } from './spanish.ts'

/** Every language that the rules speak; one automaton is made of all of them. */
export const LEXICONS: readonly Lexicon[] = [english, englishActs, hebrew, spanish, moreLanguages]
