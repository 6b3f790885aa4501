import type { TopicTitle } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { dotRows, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
import { placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { saidWords } from './said-words.ts'
import type { SaidWords } from './said-words.ts'
import { candidatesOf, phraseOf } from './title-candidates.ts'
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
  /** Members, at most some, and whether they say what the first title says. */
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
/** Share of the members that a title is near to that few say word by word. */
const NEAR_TO = 0.5
/** How much nearer a title must be to its own group than to any other. */
const APART = 0.02

/**
 * Titles for groups of texts: short real requests, in the language of most, whose words at least half of the
 * members say, in these words or in others of the same meaning, and few others do. Where there is no such request,
 * its shared words alone; where there are none, a request that is near to half of the members. Best first, of
 * different threads; none where nothing passes.
 */
export async function chooseTitles(input: TitleInput, pace: Pace): Promise<Naming[]> {
  const step = Math.max(1, Math.floor(input.texts.length / OTHERS))
  const sampled = [...input.texts.keys()].filter((row) => row % step === 0)
  const others = { rows: sampled, said: saidWords(sampled.map((row) => wordsOf(input.texts[row]))) }
  const namings: Naming[] = []
  const taken = new Set<string>()
  for (const [at, members] of input.groups.entries()) {
    await pace()
    const step = Math.max(1, Math.floor(members.length / HELD_AGAINST))
    const held = members.filter((_, i) => i % step === 0)
    const found = titlesOf(input, at, members, held, others)
    const free = found.filter(({ text }) => !taken.has(text.toLowerCase()))
    const [first] = free
    if (first !== undefined) taken.add(first.text.toLowerCase())
    namings.push({
      titles: free.slice(0, KEPT).map(({ text, threadId }) => ({ text, threadId })),
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

function titlesOf(
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
  const said = saidWords(held.map((member) => wordsOf(texts[member])))
  const candidates = spoken
    .slice(0, TRIED)
    .flatMap((member) => candidatesOf(texts[member], said, held.indexOf(member), held.length))
  const isRare = ({ words, fits }: Candidate): boolean => {
    const own = new Set(members)
    const sayers = [...others.said.sayersOfAll(words)].filter((i) => !own.has(others.rows[i] ?? -1))
    const outside = others.rows.filter((row) => !own.has(row)).length
    return sayers.length * RARER <= fits * outside
  }
  const placedOf = (some: readonly Candidate[]): Candidate[] => {
    const passed = some.filter(({ fits, isOfOne }) => fits >= FITS && !isOfOne).filter(isRare)
    return placedIn(onePerThread(passed).slice(0, TESTED), at, input)
  }
  const requests = placedOf(candidates)
  if (requests.length > 0) return requests
  const phrases = placedOf(candidates.flatMap((one) => phraseOf(one, said, held.length, FITS)))
  if (phrases.length > 0) return phrases
  return placedIn(onePerThread(candidates).slice(0, TESTED), at, input, held)
}

/** Of some titles those that are nearest to their own group of all, and to half of some of its members. Best first. */
function placedIn(
  candidates: readonly Candidate[],
  at: number,
  { centroids, space, matrix, near }: TitleInput,
  members: readonly number[] = [],
): Candidate[] {
  return candidates.flatMap((candidate) => {
    const vector = placeText(locate([candidate.text], candidate.language), space)
    const own = cosineOf(vector, rowOf(centroids, at))
    for (let other = 0; other < centroids.rows; other++) {
      if (other !== at && cosineOf(vector, rowOf(centroids, other)) > own - APART) return []
    }
    const close = members.filter((member) => cosineOf(vector, rowOf(matrix, member)) >= near)
    return close.length < NEAR_TO * members.length ? [] : [candidate]
  })
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
