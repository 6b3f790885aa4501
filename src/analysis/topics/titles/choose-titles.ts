import type { TopicTitle } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { lightStem } from '../../local/text/content-words.ts'
import { dotRows, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
import { placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { isTitle, sharedRun, shortRequests } from './shorten-request.ts'

/** What titles are chosen from: the texts of a lens, in the order of the matrix's rows. */
export interface TitledText {
  readonly threadId: string
  readonly language?: string
  /** Its requests, as they are written. */
  readonly texts: readonly string[]
}

export interface TitleInput {
  readonly groups: readonly (readonly number[])[]
  readonly texts: readonly TitledText[]
  readonly matrix: Matrix
  readonly centroids: Matrix
  readonly space: TopicSpace
  /** A cosine that few pairs of texts that have nothing to do with each other reach. */
  readonly near: number
  /** Whether a group of which no request fits most members has the most central ones all the same. */
  readonly isNamedAnyway: boolean
}

/** Members whose requests are tried, nearest first, and tried titles that are held against the members. */
const TRIED = 40
const TESTED = 16
const HELD_AGAINST = 150
const KEPT = 3
/** Share of the members that a title must be near to. */
const FITS = 0.5
/** A word that a smaller share of the members says is a detail of one of them. */
const SHARED = 0.08
/** How much nearer a title must be to its own topic than to any other. */
const APART = 0.02

interface Candidate extends TopicTitle {
  readonly vector: Float32Array
  score: number
}

/**
 * Titles for groups of texts: short real requests, in the language of most, that are nearest to their own
 * group of all and near to at least half of its members. Best first, of different threads. Where no request
 * passes there are none, or the most central.
 */
export async function chooseTitles(input: TitleInput, pace: Pace): Promise<TopicTitle[][]> {
  const titles: TopicTitle[][] = []
  const taken = new Set<string>()
  for (const [at, members] of input.groups.entries()) {
    await pace()
    const found = titlesOf(input, at, members).filter(({ text }) => !taken.has(text.toLowerCase()))
    const [first] = found
    if (first !== undefined) taken.add(first.text.toLowerCase())
    titles.push(found.slice(0, KEPT).map(({ text, threadId }) => ({ text, threadId })))
  }
  return titles
}

/** The language of more than half of the texts. */
export function mainLanguage(texts: readonly { readonly language?: string }[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { language } of texts) {
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  return [...counts].find(([, n]) => n > texts.length / 2)?.[0]
}

function titlesOf(input: TitleInput, at: number, members: readonly number[]): TopicTitle[] {
  const { matrix, centroids, texts, near } = input
  const { size } = matrix
  const cosine = (member: number): number =>
    round(dotRows(matrix.data, member * size, centroids.data, at * size, size))
  const nearest = [...members].sort((a, b) => cosine(b) - cosine(a) || a - b)
  const language = mainLanguage(members.flatMap((member) => texts[member] ?? []))
  const spoken = nearest.filter(
    (member) => language === undefined || texts[member]?.language === language,
  )
  const support = supportOf(members.map((member) => texts[member]?.texts.join('\n') ?? ''))
  const candidates = spoken
    .slice(0, TRIED)
    .flatMap((member) => candidatesOf(texts[member], support, input, at))
    .sort(byScore)
    .slice(0, TESTED)
  const step = Math.max(1, Math.floor(members.length / HELD_AGAINST))
  const held = members.filter((_, i) => i % step === 0)
  const passed = candidates.filter((candidate) => {
    const close = held.filter((member) => cosineOf(candidate.vector, rowOf(matrix, member)) >= near)
    const share = close.length / held.length
    candidate.score = round(candidate.score + share)
    return share >= FITS
  })
  if (passed.length > 0) return onePerThread(passed.sort(byScore))
  if (!input.isNamedAnyway) return []
  if (candidates.length > 0) return onePerThread(candidates)
  return onePerThread(spoken.slice(0, TRIED).flatMap((member) => shortRequestsOf(texts[member])))
}

function onePerThread(titles: readonly TopicTitle[]): TopicTitle[] {
  const threads = new Set<string>()
  return titles.filter(({ threadId }) => {
    const isNew = !threads.has(threadId)
    threads.add(threadId)
    return isNew
  })
}

function shortRequestsOf(text: TitledText | undefined): TopicTitle[] {
  if (text === undefined) return []
  const { threadId, texts } = text
  return texts
    .slice(0, 3)
    .flatMap((one) => shortRequests(one).map((short) => ({ text: short, threadId })))
}

function candidatesOf(
  text: TitledText | undefined,
  support: ReadonlyMap<string, number>,
  { centroids, space }: TitleInput,
  at: number,
): Candidate[] {
  if (text === undefined) return []
  const { threadId, language } = text
  const short = text.texts.slice(0, 3).flatMap(shortRequests)
  const isShared = (word: string): boolean => (support.get(lightStem(word)) ?? 0) >= SHARED
  const forms = new Set(short.flatMap((one) => [one, sharedRun(one, isShared)]).filter(isTitle))
  return [...forms].flatMap((form) => {
    const vector = placeText(locate([form], language), space)
    const own = cosineOf(vector, rowOf(centroids, at))
    for (let other = 0; other < centroids.rows; other++) {
      if (other !== at && cosineOf(vector, rowOf(centroids, other)) > own - APART) return []
    }
    const score = round(own + 0.6 * meanSupport(form, support) - tooLong(form))
    return [{ text: form, threadId, vector, score }]
  })
}

/** Of each stem the share of the texts that say it. */
function supportOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const stem of new Set(tokenize(text).words.map(lightStem))) {
      counts.set(stem, (counts.get(stem) ?? 0) + 1 / texts.length)
    }
  }
  return counts
}

function meanSupport(text: string, support: ReadonlyMap<string, number>): number {
  const { words } = tokenize(text)
  return words.reduce((sum, word) => sum + (support.get(lightStem(word)) ?? 0), 0) / words.length
}

function tooLong(text: string): number {
  return 0.03 * Math.max(0, text.split(/\s+/u).length - 6)
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  return dotRows(a, 0, b, 0, a.length)
}

function byScore(a: Candidate, b: Candidate): number {
  return b.score - a.score || (a.text < b.text ? -1 : 1)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
