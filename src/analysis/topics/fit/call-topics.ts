import type { TopicTitle } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { dotRows, meanDirections, rowOf } from '../space/matrix.ts'
import { placeText } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { writtenStems } from '../text/topic-words.ts'
import { mainLanguage } from '../titles/choose-titles.ts'
import { askedWish, asksForWords, titleTest, wishOfTitle, wordsTest } from '../titles/names-wish.ts'
import type { AskedWish, NameTest } from '../titles/names-wish.ts'
import { namesStudioThing } from '../titles/said-words.ts'
import type { Meaning } from '../titles/said-words.ts'
import type { HeldGroup, LensTexts, NamedGroup } from './describe-topics.ts'

/** What a group is called, and those of its rows that want this. */
export interface Called {
  readonly titles: readonly TopicTitle[]
  /** The words of a theme; where there are titles, none. */
  readonly words: readonly string[]
  readonly members: readonly number[]
}

/** Share of a group that must want the request that it is called by. */
const WANTED = 0.7
/** Titles that are tried, best first. */
const TRIED = 20
/** Share of a theme's members that ask for what its word names. */
const ASKED = 0.6
/** Words of a theme, at most, and what of its sayers must say one that stands in its name. */
const WORDS = 2
const SAID = 0.25
/** Rows that must say a word of its name. */
const SEVERAL = 2

/** Share of the threads in groups that hold, where wishes are few. */
const MOST = 0.6
/** How near a theme's words must be to its centre: what is only said beside is far from it. */
const CENTRAL = 0.55

/** What the rows of a lens wish, each looked at once. */
export function wishesOfRows({ texts, space }: LensTexts): (row: number) => readonly AskedWish[] {
  const known = new Map<number, readonly AskedWish[]>()
  return (row) => {
    const before = known.get(row)
    if (before !== undefined) return before
    const { texts: asked = [], language } = texts[row] ?? {}
    const wishes = asked.map((text) =>
      askedWish(text, () => placeText(locate([text], language), space)),
    )
    known.set(row, wishes)
    return wishes
  }
}

/**
 * Whether what people want of a product are few things, each in nearly the same words: most of its threads are in groups that
 * hold. Of an open chat they are not, and of a studio texts that name the same thing are near anyway.
 */
export function areFewWishes(
  groups: readonly NamedGroup[],
  { matrix, space }: Pick<LensTexts, 'matrix' | 'space'>,
): boolean {
  const held = groups.reduce((sum, { members }) => sum + members.length, 0)
  return !space.isStudio && held >= MOST * matrix.rows
}

/** Calls groups by what their members want, and leaves out of each who does not want it. */
export class TopicCaller {
  readonly #lens: LensTexts
  /** What a row wishes. */
  readonly wishes: (row: number) => readonly AskedWish[]
  readonly #fewest: number
  /** What the groups that are called ask for. */
  readonly taken = new Set<string>()
  readonly #calledBy = new Set<string>()
  /** The one that most of the log is in. */
  readonly #language: string | undefined

  constructor(lens: LensTexts, fewest: number) {
    this.#lens = lens
    this.#language = mainLanguage(lens.texts)
    this.wishes = wishesOfRows(lens)
    this.#fewest = fewest
  }

  /** By a request that most of the rows want; undefined where there is none. */
  async call(
    rows: readonly number[],
    tried: readonly TopicTitle[],
    pace: Pace,
  ): Promise<Called | undefined> {
    await pace()
    const best = this.#byTitle(rows, tried)
    const isCalled =
      best !== undefined && best.members.length >= Math.max(this.#fewest, WANTED * rows.length)
    return isCalled ? this.#take(best) : undefined
  }

  /** A theme by a request of which its word is what is asked for; a thing of a studio by its words. */
  async callTheme(
    rows: readonly number[],
    meaning: Meaning,
    pace: Pace,
  ): Promise<Called | undefined> {
    await pace()
    const isNamed = namesStudioThing(meaning, this.#lens.space.isStudio)
    const theme = this.#ofMeaning(rows, meaning)
    const best = isNamed || (theme !== undefined && this.#isAskedFor(theme)) ? theme : undefined
    return best === undefined || best.members.length < this.#fewest ? undefined : this.#take(best)
  }

  /** A group of a log of few wishes, as it is. */
  callAlike(group: HeldGroup): NamedGroup {
    const { shared, likely } = group
    return { ...group, titles: shared.length > 0 ? shared : likely, isAlike: true }
  }

  /** Whether a word, or one that means the same, is all that a group is called by. */
  isCalled({ words }: Meaning): boolean {
    return words.some(({ written }) => this.#calledBy.has(written))
  }

  /** Of the titles without a number, which would be one member's, the one that most of the rows want. */
  #byTitle(rows: readonly number[], tried: readonly TopicTitle[]): Called | undefined {
    const language = mainLanguage(rows.flatMap((row) => this.#lens.texts[row] ?? []))
    const free = tried
      .filter(({ text }) => !/\d/u.test(text) && !this.taken.has(wishOfTitle(text)))
      .slice(0, TRIED)
    const titled = free.map((title) => {
      const members = this.#wanting(rows, titleTest(title.text, language, this.#lens.space))
      return { titles: [title], words: [], members }
    })
    return titled.toSorted((a, b) => b.members.length - a.members.length)[0]
  }

  /** Whether most of the members ask for what the words name. */
  #isAskedFor({ words, members }: Called): boolean {
    const test = asksForWords(words, this.#lens.space.isStudio)
    const asking = members.filter((row) => this.wishes(row).some(test))
    return asking.length >= ASKED * members.length
  }

  takeTitle(title: TopicTitle): void {
    this.#take({ titles: [title], words: [], members: [] })
  }

  #take(called: Called): Called {
    this.taken.add(nameOf(called))
    const [title] = called.titles
    const told = title === undefined ? called.words : [...writtenStems(title.text).values()]
    if (title === undefined || told.length === 1) for (const word of told) this.#calledBy.add(word)
    return called
  }

  /** Those of some rows who say a word, or one that means the same; undefined where another is called so, or it is said beside. */
  #ofMeaning(rows: readonly number[], meaning: Meaning): Called | undefined {
    const { matrix, space } = this.#lens
    const words = this.#wordsOf(meaning, rows)
    const members = this.#wanting(rows, wordsTest(words, space.isStudio))
    const called = { titles: [], words, members }
    if (this.taken.has(nameOf(called))) return undefined
    const centre = rowOf(meanDirections(matrix, [members]), 0)
    const language = mainLanguage(members.flatMap((row) => this.#lens.texts[row] ?? []))
    const own = placeText(locate([words.join(', ')], language), space)
    return dotRows(own, 0, centre, 0, own.length) >= CENTRAL ? called : undefined
  }

  /**
   * The words of the language that most of the rows are in. In a studio words of all languages name the same thing, so there
   * those of the language of the log come first, where several of the rows say them.
   */
  #wordsOf(meaning: Meaning, rows: readonly number[]): string[] {
    const { texts, space } = this.#lens
    const byLanguage = Map.groupBy(rows, (row) => texts[row]?.language)
    const readable = space.isStudio ? (byLanguage.get(this.#language) ?? []) : []
    const [most = rows] = [...byLanguage.values()].toSorted((a, b) => b.length - a.length)
    const words = wordsOf(meaning, new Set(readable))
    return words.length > 0 ? words : wordsOf(meaning, new Set(most))
  }

  /** Those of some rows that have a wish of a name. */
  #wanting(rows: readonly number[], test: NameTest): number[] {
    return rows.filter((row) => this.wishes(row).some(test))
  }
}

/** The words by which most of some rows say what they mean, most said first; of forms of one word one. None that one row alone says. */
function wordsOf({ words }: Meaning, rows: ReadonlySet<number>): string[] {
  const counted = words
    .map(({ written, texts }) => ({ written, n: texts.filter((at) => rows.has(at)).length }))
    .filter(({ n }) => n >= SEVERAL)
    .toSorted((a, b) => b.n - a.n || (a.written < b.written ? -1 : 1))
  const least = Math.max(SEVERAL, SAID * (counted[0]?.n ?? 0))
  const kept: string[] = []
  for (const { written, n } of counted) {
    const isForm = kept.some((other) => other.includes(written) || written.includes(other))
    if (kept.length === 0 || (n >= least && !isForm)) kept.push(written)
  }
  return kept.slice(0, WORDS)
}

function nameOf({ titles, words }: Called): string {
  return titles[0] === undefined ? words.toSorted().join(' ') : wishOfTitle(titles[0].text)
}
