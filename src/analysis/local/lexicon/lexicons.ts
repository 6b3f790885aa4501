import { english } from './english.ts'
import type { Lexicon } from './lexicon.ts'

/** Every language that the rules speak; one automaton is made of all of them. */
export const LEXICONS: readonly Lexicon[] = [english]
