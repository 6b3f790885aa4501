import { arabicActs } from './acts/arabic.ts'
import { chineseActs } from './acts/chinese.ts'
import { englishActs } from './acts/english.ts'
import { frenchActs } from './acts/french.ts'
import { germanActs } from './acts/german.ts'
import { hebrewActs } from './acts/hebrew.ts'
import { portugueseActs } from './acts/portuguese.ts'
import { russianActs } from './acts/russian.ts'
import { spanishActs } from './acts/spanish.ts'
import { declining } from './declining.ts'
import { english } from './english.ts'
import { hebrew } from './hebrew.ts'
import type { Lexicon } from './lexicon.ts'
import { moreLanguages } from './more-languages.ts'
import { spanish } from './spanish.ts'

/** Every language that the rules speak; one automaton is made of all of them. */
export const LEXICONS: readonly Lexicon[] = [
  english,
  englishActs,
  hebrew,
  hebrewActs,
  spanish,
  spanishActs,
  moreLanguages,
  arabicActs,
  chineseActs,
  frenchActs,
  germanActs,
  portugueseActs,
  russianActs,
  ...declining,
]
