import type { TopicTitle } from '../../../domain/analysis/topic-model.ts'
import { isStopWord } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { isTopicStopWord } from '../text/topic-stop-words.ts'
import { isSpaceless, writtenStems } from '../text/topic-words.ts'
import type { SaidWords } from './said-words.ts'
import { ASKS, shortRequests } from './shorten-request.ts'

/** What titles are chosen from: the texts of a lens, in the order of the matrix's rows. */
export interface TitledText {
  readonly threadId: string
  readonly language?: string
  /** Its requests, as they are written. */
  readonly texts: readonly string[]
}

/** What a group may be called. */
export interface Candidate extends TopicTitle {
  /** Its words by their stems. */
  readonly words: ReadonlyMap<string, string>
  readonly language: string | undefined
  /** Places among the texts that it is held against. */
  readonly sayers: ReadonlySet<number>
  /** Whether it has a word, a name or a number that hardly any other says. */
  readonly isOfOne: boolean
  /** Whether it is short, without numbers, and has a word that half of these say. */
  readonly isAbout: boolean
  /** Share of the others of these that say what it says. */
  readonly fits: number
  /** What the words that members share are worth, 1 to 1.4. */
  readonly telling: number
  /** What is taken off for what makes it hard to read, or one member's; less where members say just its words. */
  readonly costs: number
  readonly score: number
}

/** Requests of a text that are read. */
const REQUESTS = 3
/** A word that a smaller share of the members says, or fewer of them, is a detail of one. */
const DETAIL = 0.25
const FEWEST = 2
/** What a number takes off, and any other detail that is one member's. */
const NUMBER = 0.3
const OF_ONE = 0.25
/** What it is worth that all members say just these words, not others of the same meaning. */
const LITERAL = 0.5
/** Words of a title that has one member's detail, at most, and the share of the members that say another word of it. */
const PLAIN = 6
const HALF = 0.5
/** What each word beyond the first that members share is worth, up to the third. */
const TELLING = 0.2

/**
 * The short requests of a text, as titles.
 *
 * @param own place of the text among those that it is held against; -1 where it is not among them
 * @param texts their number
 */
export function candidatesOf(
  text: TitledText | undefined,
  said: SaidWords,
  own: number,
  texts: number,
): Candidate[] {
  if (text === undefined) return []
  const { threadId, language } = text
  const short = new Set(text.texts.slice(0, REQUESTS).flatMap(shortRequests))
  return [...short].flatMap((run) => {
    const words = writtenStems(run)
    if (words.size === 0) return []
    const sayers = said.sayersOfAll(words)
    const fits = round((sayers.size - (sayers.has(own) ? 1 : 0)) / Math.max(1, texts - 1))
    const telling = 1 + TELLING * (Math.min(said.meaningsOf(words), 3) - 1)
    const isOfOne = hasDetail(run, words, said, texts)
    const costs =
      clumsiness(run) + (isOfOne ? OF_ONE : 0) - LITERAL * literalShare(words, said, texts)
    const score = round(fits * telling - costs)
    const isAbout = isPlain(run) && hasWordOfHalf(words, said, texts)
    return [
      {
        text: run,
        isOfOne,
        isAbout,
        threadId,
        language,
        words,
        sayers,
        fits,
        telling,
        costs,
        score,
      },
    ]
  })
}

/** Whether a title has a word, a name or a number that hardly any other says: it would be one member's. */
function hasDetail(
  title: string,
  words: ReadonlyMap<string, string>,
  said: SaidWords,
  texts: number,
): boolean {
  // Of a script without spaces the words are not apart here.
  const telling = tokenize(title).words.filter(
    (word) => !isTopicStopWord(word) && !isSpaceless(word),
  )
  if (telling.length > words.size) return true
  return [...words].some(([stem, written]) => !isSaidByMembers(stem, written, said, texts))
}

function isSaidByMembers(stem: string, written: string, said: SaidWords, texts: number): boolean {
  return said.sayersOf(stem, written).size >= Math.max(FEWEST, DETAIL * texts)
}

/** Where words of one name count as the same: the share of the members that say just these, the rarest of them. */
function literalShare(words: ReadonlyMap<string, string>, said: SaidWords, texts: number): number {
  if (!said.isStudio) return 0
  const counts = [...words.keys()].map((stem) => said.textsWith(stem))
  return Math.min(...counts) / Math.max(1, texts)
}

function isPlain(title: string): boolean {
  const { words } = tokenize(title)
  const [first = ''] = words
  if (isStopWord(first) && !ASKS.has(first)) return false
  return words.length <= PLAIN && !/[\d,]/.test(title)
}

function hasWordOfHalf(
  words: ReadonlyMap<string, string>,
  said: SaidWords,
  texts: number,
): boolean {
  return [...words].some(([stem, written]) => said.sayersOf(stem, written).size >= HALF * texts)
}

/** What makes a title hard to read: length, a beginning that tells nothing, and a number, which is one member's. */
function clumsiness(title: string): number {
  const [first = ''] = tokenize(title).words
  const length = title.split(/\s+/u).length
  const aside = isStopWord(first) ? (ASKS.has(first) && first !== 'on' ? 0.05 : 0.15) : 0
  return 0.02 * Math.max(0, length - 4) + aside + (/\d/.test(title) ? NUMBER : 0)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
