import type { TopicTitle } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { dotRows, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
import { nearCentroid, placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { saidWords } from './said-words.ts'
import type { SaidWords } from './said-words.ts'
import { candidatesOf } from './title-candidates.ts'
import type { Candidate, TitledText } from './title-candidates.ts'

export interface TitleInput {
  readonly groups: readonly (readonly number[])[]
  readonly texts: readonly TitledText[]
  readonly matrix: Matrix
  readonly centroids: Matrix
  readonly space: TopicSpace
  /** A cosine that few pairs of texts that have nothing to do with each other reach. */
  readonly near: number
}

/** What a group may be called, best first, and of which members that holds. */
export interface Naming {
  readonly titles: readonly TopicTitle[]
  /** Those of them of which each word is said by several members. */
  readonly shared: readonly TopicTitle[]
  /** Where there is none: those that say what half of the members say, in a few words, and fit half of them. */
  readonly likely: readonly TopicTitle[]
  /** All that were tried. */
  readonly tried: readonly TopicTitle[]
  /** Share of the members that the first title fits. */
  readonly fits: number
  /** Members, at most some, and whether the first title fits them. */
  readonly held: readonly { readonly row: number; readonly says: boolean }[]
}

/** Members whose requests are tried, nearest first; tried titles that are placed; members that one is held against. */
const TRIED = 60
const TESTED = 24
const HELD_AGAINST = 150
/** Texts of others that a title is held against. */
const OTHERS = 600
const KEPT = 3
/** What of a text is held against titles, in UTF-16 units. */
const READ = 1200
/** Share of the members that say what a title says, and how much rarer that must be among others. */
const FITS = 0.5
const RARER = 4
/** How near a title is to who fits it without saying its words, in terms of a cosine that few unrelated texts reach. */
const CLOSE = 1.5
/** How near a title must be to its own group, and how much nearer than to any other. */
const OWN = 0.4
const APART = 0.02

/**
 * Titles for groups of texts: short real requests, in the language of most, that fit most of the members and are nearer
 * to their group than to any other. A title fits who says its words, or others of the same meaning, and is near to it,
 * or who is nearer still. Best first, of different threads; what one member alone would say comes last.
 */
export async function chooseTitles(input: TitleInput, pace: Pace): Promise<Naming[]> {
  const step = Math.max(1, Math.floor(input.texts.length / OTHERS))
  const sampled = [...input.texts.keys()].filter((row) => row % step === 0)
  const { isStudio } = input.space
  const others = {
    rows: sampled,
    said: saidWords(
      sampled.map((row) => wordsOf(input.texts[row])),
      isStudio,
    ),
  }
  const namings: Naming[] = []
  const taken = new Set<string>()
  for (const [at, members] of input.groups.entries()) {
    await pace()
    const step = Math.max(1, Math.floor(members.length / HELD_AGAINST))
    const held = members.filter((_, i) => i % step === 0)
    const found = candidatesFor(input, at, members, held, others)
    const free = found.filter(({ text }) => !taken.has(text.toLowerCase()))
    const [first] = free
    if (first !== undefined) taken.add(first.text.toLowerCase())
    namings.push({
      titles: titlesOf(free),
      shared: titlesOf(free.filter(({ isOfOne }) => !isOfOne)),
      likely: titlesOf(free.filter((one) => one.isAbout && one.fits >= FITS)),
      tried: free.map(({ text, threadId }) => ({ text, threadId })),
      fits: first?.fits ?? 0,
      held: held.map((row, i) => ({ row, says: first?.sayers.has(i) ?? false })),
    })
  }
  return namings
}

/** The language of more than half of the texts. */
export function mainLanguage(texts: readonly { readonly language?: string }[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { language } of texts) {
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  return [...counts].find(([, n]) => n > texts.length / 2)?.[0]
}

interface Others {
  readonly rows: readonly number[]
  readonly said: SaidWords
}

function titlesOf(candidates: readonly Candidate[]): TopicTitle[] {
  return candidates.slice(0, KEPT).map(({ text, threadId }) => ({ text, threadId }))
}

function candidatesFor(
  input: TitleInput,
  at: number,
  members: readonly number[],
  held: readonly number[],
  others: Others,
): Candidate[] {
  const { matrix, centroids, texts } = input
  const { size } = matrix
  const cosine = (member: number): number =>
    round(dotRows(matrix.data, member * size, centroids.data, at * size, size))
  const nearest = [...members].sort((a, b) => cosine(b) - cosine(a) || a - b)
  const language = mainLanguage(members.flatMap((member) => texts[member] ?? []))
  const spoken = nearest.filter(
    (member) => language === undefined || texts[member]?.language === language,
  )
  const said = saidWords(
    held.map((member) => wordsOf(texts[member])),
    input.space.isStudio,
  )
  const candidates = spoken
    .slice(0, TRIED)
    .flatMap((member) => candidatesOf(texts[member], said, held.indexOf(member), held.length))
  const own = new Set(members)
  const outside = others.rows.filter((row) => !own.has(row)).length
  const isRare = ({ words, fits }: Candidate): boolean => {
    const sayers = [...others.said.sayersOfAll(words)].filter((i) => !own.has(others.rows[i] ?? -1))
    return sayers.length * RARER <= fits * outside
  }
  const shared = candidates.filter(({ fits, isOfOne }) => fits >= FITS && !isOfOne).filter(isRare)
  const central = candidates.filter(({ isOfOne }) => !isOfOne)
  const tried = [shared, central, candidates].flatMap((some) => onePerThread(some).slice(0, TESTED))
  return placedIn([...new Set(tried)], at, input, held)
}

/** Of some titles those that are nearer to their own group than to any other, with who fits them. Best first. */
function placedIn(
  candidates: readonly Candidate[],
  at: number,
  { centroids, space, matrix, near }: TitleInput,
  members: readonly number[],
): Candidate[] {
  const nearTo = nearCentroid(near, space)
  const placed = candidates.flatMap((candidate) => {
    const vector = placeText(locate([candidate.text], candidate.language), space)
    const own = cosineOf(vector, rowOf(centroids, at))
    if (own < OWN) return []
    for (let other = 0; other < centroids.rows; other++) {
      if (other !== at && cosineOf(vector, rowOf(centroids, other)) > own - APART) return []
    }
    const sayers = members.flatMap((member, i) => {
      const cosine = cosineOf(vector, rowOf(matrix, member))
      const least = candidate.sayers.has(i) ? nearTo : CLOSE * nearTo
      return cosine >= least ? [i] : []
    })
    const fits = round(sayers.length / Math.max(1, members.length))
    const score = round(fits * candidate.telling - candidate.costs + own)
    return [{ ...candidate, sayers: new Set(sayers), fits, score }]
  })
  return placed.toSorted((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
}

/** Of each thread its best, best first. */
function onePerThread(candidates: readonly Candidate[]): Candidate[] {
  const threads = new Set<string>()
  return candidates
    .toSorted((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
    .filter(({ threadId }) => {
      const isNew = !threads.has(threadId)
      threads.add(threadId)
      return isNew
    })
}

function wordsOf(text: TitledText | undefined): string {
  return (text?.texts.join('\n') ?? '').slice(0, READ)
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  return dotRows(a, 0, b, 0, a.length)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
