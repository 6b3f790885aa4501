import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { isStopWord } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { describeNamed } from '../fit/describe-topics.ts'
import type { LensTexts, NamedGroup } from '../fit/describe-topics.ts'
import type { Pace } from '../pace.ts'
import { quantizeUnit, readUnit } from '../space/quantize.ts'
import { placeText } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { isTitle, shortRequests } from '../titles/shorten-request.ts'
import { asksFor } from './asks-for.ts'
import type { NeedTitle } from './asks-for.ts'
import { hasDate } from './dates.ts'
import { leans } from './leaning-words.ts'
import { isWholeNeed } from './missed-things.ts'
import { needWords, says } from './read-need.ts'
import type { NeedWord, ReadNeed } from './read-need.ts'
import { sayersAmong } from './sayers.ts'
import type { Sayers } from './sayers.ts'

/** What titles are looked for in. */
interface Needs {
  readonly lens: LensTexts
  /** As the rows of the lens. */
  readonly needs: readonly ReadNeed[]
  readonly sayers: Sayers
  /** BCP 47, of most threads of the log; undefined where no language is. */
  readonly language: string | undefined
}

/** A request that may be a title, and the needs that ask for what some of its words say. */
interface Candidate extends NeedTitle {
  readonly text: string
  readonly row: number
  /** All of its words that carry matter. */
  readonly said: readonly NeedWord[]
  readonly members: readonly { readonly row: number; readonly near: number }[]
  /** How many threads ask for it; of two alike whether it stands by itself and is of the log's language, how near they are, and how many say its words. */
  readonly worth: number
}

const FEWEST = 2
const KEPT = 3
/** Words of a title with matter, at most, and the share of them that may be its own member's alone. */
const MOST_WORDS = 6
const OWN = 1 / 3
/** Words of a title of which one is a need by itself, at most, and the share of the members that say each other. */
const MOST_WHOLE = 3
const HALF = 0.5
/** How near the members of a group must be to its title where no decline names what is missing. */
const NEARER = 0.5
/** Where a clause of a wish ends. */
const CLAUSES = /[,;:.!?،؟\n]\s+/u

/**
 * Groups of needs that say one thing: each has a title, a request of one member, and its members all ask for that. A need is
 * in one group at most, the largest first; most stay alone. Of needs of one thread only no group is made.
 *
 * @param needs as the rows of the lens
 * @param language of most threads of the log, BCP 47
 */
export async function needGroups(
  lens: LensTexts,
  needs: readonly ReadNeed[],
  prefix: string,
  language: string | undefined,
  pace: Pace,
): Promise<Topic[]> {
  const all = { lens, needs, sayers: sayersAmong(needs), language }
  let open: Candidate[] = []
  for (const row of needs.keys()) {
    await pace()
    open.push(...candidatesOf(all, row))
  }
  const groups: NamedGroup[] = []
  while (open.length > 0) {
    await pace()
    const best = open.reduce((a, b) => (b.worth > a.worth ? b : a))
    const taken = new Set(best.members.map(({ row }) => row))
    groups.push(groupOf(best, open, all))
    open = open.flatMap((one) => {
      const members = one.members.filter(({ row }) => !taken.has(row))
      if (members.length === one.members.length) return [one]
      return taken.has(one.row) ? [] : weighed({ ...one, members }, all)
    })
  }
  return [...describeNamed(lens, groups, prefix).topics]
}

/** A title and its members; what else its members call it stands in for it once it is erased. */
function groupOf(best: Candidate, open: readonly Candidate[], all: Needs): NamedGroup {
  const { lens } = all
  const rows = best.members.map(({ row }) => row).toSorted((a, b) => a - b)
  const alike = open
    .filter(({ row, words }) => rows.includes(row) && best.words.every((word) => says(words, word)))
    .toSorted((a, b) => b.worth - a.worth)
  const titles = [...readNames(best, all), best, ...alike].map(({ text, row }) => ({
    text,
    threadId: threadOf(lens, row),
  }))
  return {
    members: rows,
    centroid: best.place,
    titles: titles
      .filter(({ threadId }, at) => titles.findIndex((one) => one.threadId === threadId) === at)
      .slice(0, KEPT),
    threshold: Math.min(...best.members.map(({ near }) => near)),
    words: [best.words.map(({ written }) => written).join(' ')],
    byWords: true,
  }
}

/**
 * A request of a member in the language of the log, where the title is of another: it says the words of the title, and no
 * other that few members say. It is what the group is called and not what it asks for, so it may lean.
 */
function readNames(best: Candidate, all: Needs): Pick<Candidate, 'text' | 'row'>[] {
  if (isOfLog(best.row, all)) return []
  const names = best.members.flatMap(({ row }) => {
    const [wish = ''] = all.lens.texts[row]?.texts ?? []
    if (!isOfLog(row, all)) return []
    return [...requestsOf(wish), ...wish.split(CLAUSES, 1).filter(isShort)].flatMap((text) => {
      const said = needWords(text, all.lens.space.isStudio)
      const fits =
        best.words.every((word) => says(said, word)) &&
        sharesOf({ said, members: best.members }, all).every((share) => share >= HALF)
      return fits && !hasDate(text) ? [{ text, row }] : []
    })
  })
  return names.toSorted((a, b) => a.text.length - b.text.length).slice(0, 1)
}

function isOfLog(row: number, { lens, language }: Needs): boolean {
  return language !== undefined && lens.texts[row]?.language === language
}

function threadOf(lens: LensTexts, row: number): string {
  return lens.texts[row]?.threadId ?? ''
}

/** What the titles of a group of needs say that its members must, as its key term. */
export function titleOf(
  { terms }: Pick<Topic, 'terms'>,
  place: Float32Array,
  isStudio: boolean,
): NeedTitle {
  return { words: needWords(terms[0] ?? '', isStudio), place }
}

/** The requests that a need is told by, whole and short, each with the needs that ask for it: of two threads at least. */
function candidatesOf(all: Needs, row: number): Candidate[] {
  const { space, texts } = all.lens
  const { language, texts: [wish = ''] = [] } = texts[row] ?? {}
  const { missing = [] } = all.needs[row] ?? {}
  return requestsOf(wish).flatMap((text) => {
    const said = needWords(text, space.isStudio)
    if (said.length > MOST_WORDS || hasDate(text) || leans(text)) return []
    const place = readUnit(quantizeUnit(placeText(locate([text], language), space)))
    return partsOf(said).flatMap((words) => {
      const isThing = words.length === 1 && words.every(isWholeWord)
      // A title without what its own decline says is missing would be of something else.
      if (!missing.every((word) => says(isThing ? said : words, word))) return []
      const members = membersOf({ words, place }, all)
      if (!members.some((member) => member.row === row)) return []
      const one = { words, place, text, row, said, members }
      return isThing && sharesOf(one, all).some((share) => share < HALF) ? [] : weighed(one, all)
    })
  })
}

/** The needs that ask for a title; without a decline that names it only those that are nearer. */
function membersOf(title: NeedTitle, { needs, sayers }: Needs): Candidate['members'] {
  const [first, ...others] = title.words.map(sayers)
  const rows = [...(first ?? [])].filter((row) => others.every((some) => some.has(row)))
  const members = rows.flatMap((row) => {
    const need = needs[row]
    const near = need && asksFor(title, need)
    return near === undefined ? [] : [{ row, near, isNamed: (need?.missing.length ?? 0) > 0 }]
  })
  return members.some(({ isNamed }) => isNamed)
    ? members
    : members.filter(({ near }) => near >= NEARER)
}

/** What a wish asks for, whole and cut short; and each later clause of it that begins as a request does. */
function requestsOf(wish: string): string[] {
  const later = wish.split(CLAUSES).slice(1).filter(isClause)
  const whole = [wish, ...later].filter((text) => isTitle(text) || isWhole(text))
  return [...new Set([...whole, ...[wish, ...later].flatMap(shortRequests)])]
}

function isClause(text: string): boolean {
  const [first = ''] = tokenize(text).words
  return isStopWord(first)
}

/** "I want a refund": short, and with what is a need by itself. */
function isWhole(text: string): boolean {
  return isShort(text) && needWords(text, true).some(isWholeWord)
}

function isShort(text: string): boolean {
  const { words } = tokenize(text)
  return words.length > 1 && words.length <= MOST_WORDS
}

/** All of some words, and without each so many that only the title's own member may say; or what is a need by itself. */
function partsOf(words: readonly NeedWord[]): NeedWord[][] {
  let parts: NeedWord[][] = [[...words]]
  const all = [...parts]
  for (let less = 0; less < Math.floor(words.length * OWN); less++) {
    parts = parts.flatMap((part) => part.map((_, at) => part.toSpliced(at, 1)))
    all.push(...parts)
  }
  if (words.length <= MOST_WHOLE) all.push(...words.filter(isWholeWord).map((word) => [word]))
  return [...new Map(all.map((part) => [part.map(({ stem }) => stem).join(' '), part])).values()]
}

function isWholeWord({ thing }: NeedWord): boolean {
  return isWholeNeed(thing)
}

/** A title with its worth; none where too few threads ask for it. */
function weighed(one: Omit<Candidate, 'worth'>, all: Needs): Candidate[] {
  const threads = new Set(one.members.map(({ row }) => threadOf(all.lens, row))).size
  if (threads < FEWEST) return []
  const near = mean(one.members.map((member) => Math.max(0, member.near)))
  const { language } = all.lens.texts[one.row] ?? {}
  // Of titles that as many ask for, one that stands by itself, and who keeps the log reads its language.
  const isClear = !leans(one.text, language)
  const isRead = isOfLog(one.row, all)
  return [
    {
      ...one,
      worth:
        threads +
        (isClear ? HALF / 2 : 0) +
        (isRead ? HALF / 2 : 0) +
        (near + mean(sharesOf(one, all))) / 4,
    },
  ]
}

/** Of each word of a title the share of its members that say it. */
function sharesOf(
  { said, members }: Pick<Candidate, 'said' | 'members'>,
  { sayers }: Needs,
): number[] {
  return said.map((word) => mean(members.map(({ row }) => (sayers(word).has(row) ? 1 : 0))))
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  return Math.round((sum / Math.max(1, values.length)) * 1000) / 1000
}
