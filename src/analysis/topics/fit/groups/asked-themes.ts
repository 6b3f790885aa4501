import type { TopicTitle } from '../../../../domain/analysis/topic-model.ts'
import { isStopWord } from '../../../local/text/content-words.ts'
import { tokenize } from '../../../local/text/tokenize.ts'
import type { Pace } from '../../pace.ts'
import { meanDirections, rowOf } from '../../space/matrix.ts'
import { isAnyWish } from '../../text/topic-stop-words.ts'
import { isSpaceless, writtenStems } from '../../text/topic-words.ts'
import { asksForWords, titleTest, wishOfTitle, wishOfWords } from '../../titles/names-wish.ts'
import type { AskedHead, AskedWish } from '../../titles/names-wish.ts'
import { shortRequests } from '../../titles/shorten-request.ts'
import type { TopicCaller } from '../call-topics.ts'
import { isAskingWord } from '../../titles/way-of-asking.ts'
import type { LensTexts } from '../describe-topics.ts'
import { overChance } from './coherent-groups.ts'

/** Several who ask for one thing in one way, and how some of them say it. */
export interface AskedTheme {
  readonly members: readonly number[]
  readonly centroid: Float32Array
  /** Of one wish, best first. */
  readonly titles: readonly TopicTitle[]
  /** What the first of them asks for. */
  readonly words: readonly string[]
}

/** Requests of a text that titles are made of, and words of a title that carry its matter. */
const REQUESTS = 3
const MATTER = 2
/** What a second word is worth: who asks for a Python script says more than who asks for a script. */
const SAYS_MORE = 1.5
/** How near the members are, in terms of what the best of as many unrelated texts reach. */
const HOLDS = 1
/** Words of a title, at most, and titles that are kept. */
const LONGEST = 7
const KEPT = 3
/** Titles that are held against all texts. */
const TRIED = 200
/** Share of the members whose wish ends with the last word of the title: of others it is a part ("a Python script"). */
const ENDS = 0.4
/** What speaks of a text that stands beside, or calls out. */
const OF_OTHERS = /\b(?:above|below|following)\b|^what an? /iu

/**
 * Themes among what is in no topic yet: requests that ask for the same thing in the same way ("write a poem"). Each
 * text is of one, those that most ask for first.
 *
 * @param free rows that are in no topic
 * @param caller knows what is called already
 */
export async function askedThemes(
  lens: LensTexts,
  free: readonly number[],
  caller: TopicCaller,
  fewest: number,
  pace: Pace,
): Promise<AskedTheme[]> {
  const { matrix, near, space } = lens
  const open = new Set(free)
  const themes: AskedTheme[] = []
  for (const { titles } of await rankedWishes(lens, free, caller.wishes, fewest, pace)) {
    await pace()
    const [title] = titles
    if (title === undefined || caller.taken.has(wishOfTitle(title.text))) continue
    const test = titleTest(title.text, undefined, space)
    const members = [...open].filter((row) => caller.wishes(row).some(test))
    if (members.length < fewest || overChance(members, matrix, near) < HOLDS) continue
    const words = [...writtenStems(title.text).values()]
    if (!endWith(words, title.text, members, caller, space.isStudio)) continue
    for (const row of members) open.delete(row)
    caller.takeTitle(title)
    const centroid = rowOf(meanDirections(matrix, [members]), 0)
    themes.push({ members, centroid, titles: titles.slice(0, KEPT), words })
  }
  return themes
}

/** Whether the last of a title's words ends what enough members ask for, or is what they do with it ("summarize this"). */
function endWith(
  words: readonly string[],
  title: string,
  members: readonly number[],
  caller: TopicCaller,
  isStudio: boolean,
): boolean {
  const [last = ''] = words.slice(-1)
  if (title.toLowerCase().startsWith(last)) return true
  const ends = asksForWords([last], isStudio)
  const ending = members.filter((row) => caller.wishes(row).some(ends))
  return ending.length >= ENDS * members.length
}

interface RankedWish {
  readonly wish: string
  readonly titles: readonly TopicTitle[]
  readonly weight: number
}

/** Wishes that several have and that one says in a few words, those of most first. */
async function rankedWishes(
  lens: LensTexts,
  rows: readonly number[],
  wishesOf: (row: number) => readonly AskedWish[],
  fewest: number,
  pace: Pace,
): Promise<RankedWish[]> {
  const titles = new Map<string, TopicTitle[]>()
  for (const row of rows) {
    await pace()
    const { texts = [], threadId = '' } = lens.texts[row] ?? {}
    for (const text of new Set(texts.slice(0, REQUESTS).flatMap(shortRequests).filter(isPlain))) {
      const wish = wishOfTitle(text)
      titles.set(wish, [...(titles.get(wish) ?? []), { text, threadId }])
    }
  }
  const counts = new Map<string, number>()
  for (const row of rows) {
    await pace()
    const wishes = new Set(wishesOf(row).flatMap(({ heads }) => heads().flatMap(wishesIn)))
    for (const wish of wishes) if (titles.has(wish)) counts.set(wish, (counts.get(wish) ?? 0) + 1)
  }
  return [...titles]
    .filter(([wish]) => (counts.get(wish) ?? 0) >= fewest)
    .map(([wish, said]) => ({ wish, titles: mostSaid(said), weight: weightOf(wish, counts) }))
    .toSorted((a, b) => b.weight - a.weight || (a.wish < b.wish ? -1 : 1))
    .slice(0, TRIED)
}

/** What a head asks for, by each word of what is asked, and by each two. */
function wishesIn({ way, asked }: AskedHead): string[] {
  const stems = [...asked.keys()]
  const pairs = stems.flatMap((stem, i) => stems.slice(i + 1).map((other) => [stem, other]))
  return [...stems.map((stem) => [stem]), ...pairs].map((its) => wishOfWords(way, its))
}

function weightOf(wish: string, counts: ReadonlyMap<string, number>): number {
  const isLong = wish.split(' ').length > MATTER
  return (counts.get(wish) ?? 0) * (isLong ? SAYS_MORE : 1)
}

/** Whether a request may be a title of others too: short, whole, of one or two words with matter, and of nothing said before. */
function isPlain(title: string): boolean {
  const stems = [...writtenStems(title).keys()]
  if (stems.length === 0 || stems.length > MATTER || stems.every(isAnyWish)) return false
  if (OF_OTHERS.test(title)) return false
  const words = title.split(/\s+/u)
  const [first = ''] = tokenize(title).words
  if (!isSpaceless(title) && !isAskingWord(first)) return false
  const isWhole = !isStopWord((words.at(-1) ?? '').toLowerCase())
  return isWhole && words.length <= LONGEST && !/[\d"“«()[\]{}<>:+→]/u.test(title)
}

/** Of titles that say the same those that most write so, then the shortest; of each thread one. */
function mostSaid(titles: readonly TopicTitle[]): TopicTitle[] {
  const counts = new Map<string, number>()
  for (const { text } of titles)
    counts.set(text.toLowerCase(), (counts.get(text.toLowerCase()) ?? 0) + 1)
  const timesOf = ({ text }: TopicTitle): number => counts.get(text.toLowerCase()) ?? 0
  return titles
    .toSorted(
      (a, b) =>
        timesOf(b) - timesOf(a) ||
        a.text.length - b.text.length ||
        (a.text + a.threadId < b.text + b.threadId ? -1 : 1),
    )
    .filter(({ threadId }, at, all) => all.findIndex((other) => other.threadId === threadId) === at)
}
