import type { Pace } from '../../pace.ts'
import { meanDirections, rowOf } from '../../space/matrix.ts'
import type { Matrix } from '../../space/matrix.ts'
import { isBare } from '../../text/topic-stop-words.ts'
import { namesStudioThing } from '../../titles/said-words.ts'
import type { Meaning } from '../../titles/said-words.ts'
import { scoreOf } from '../reach.ts'
import { reachByWords } from '../settle.ts'
import { overChance } from './coherent-groups.ts'

/** What several people wish about one thing, which a word tells. */
export interface WordTheme {
  readonly members: readonly number[]
  readonly centroid: Float32Array
  readonly meaning: Meaning
}

export interface ThemeLens {
  readonly matrix: Matrix
  /** A cosine that few pairs of unrelated texts reach. */
  readonly near: number
  /** Members of a theme. */
  readonly fewest: number
  /** See `studio` of the stored space. */
  readonly isStudio: boolean
}

/** The largest share of all texts that a theme's sayers are, and texts that they may be anyway: what more say is about nothing. */
const LARGEST = 0.06
const LARGEST_COUNT = 12
/** How near a theme's members are, in terms of what the best of as many unrelated texts reach. */
const HOLDS = 1
const ROUNDS = 2

/**
 * Themes among what is in no topic yet: of the words that wishes are made of, those whose sayers are nearer to each
 * other than any word makes texts. Of the sayers the near ones are its members; each text is of one theme, the
 * best first.
 *
 * @param meanings of the words of the rows' wishes, without details
 * @param free rows that are in no topic
 */
export async function wordThemes(
  meanings: readonly Meaning[],
  free: readonly number[],
  lens: ThemeLens,
  pace: Pace,
): Promise<WordTheme[]> {
  const { matrix, near, fewest, isStudio } = lens
  const open = new Set(free)
  const themes: WordTheme[] = []
  for (const { meaning, rows } of await rankedWords(meanings, lens, pace)) {
    await pace()
    const left = rows.filter((row) => open.has(row))
    let members: readonly number[] = left
    for (let round = 0; round < ROUNDS && members.length >= fewest; round++)
      members = nearTo(members, left, matrix, reachByWords(near, isStudio))
    if (members.length < fewest) continue
    if (!namesStudioThing(meaning, isStudio) && overChance(members, matrix, near) < HOLDS) continue
    for (const row of members) open.delete(row)
    const centroid = rowOf(meanDirections(matrix, [members]), 0)
    themes.push({ members, centroid, meaning })
  }
  return themes
}

interface Word {
  readonly meaning: Meaning
  readonly rows: readonly number[]
}

/** Words whose sayers hold together, best first: of two that hold alike the one that more say. */
async function rankedWords(
  meanings: readonly Meaning[],
  { matrix, near, fewest, isStudio }: ThemeLens,
  pace: Pace,
): Promise<Word[]> {
  const most = Math.max(LARGEST_COUNT, LARGEST * matrix.rows)
  const found: (Word & { readonly weight: number })[] = []
  for (const meaning of meanings) {
    await pace()
    const { stem, sayers } = meaning
    const named = namesStudioThing(meaning, isStudio)
    if (sayers.size < fewest || (!named && (isBare(stem) || sayers.size > most))) continue
    const rows = [...sayers].toSorted((a, b) => a - b)
    const holds = overChance(rows, matrix, near)
    const weight = Math.round(holds * Math.sqrt(rows.length) * 1e4) / 1e4
    if (named || holds >= HOLDS) found.push({ meaning, rows, weight })
  }
  return found.toSorted((a, b) => b.weight - a.weight || (a.meaning.stem < b.meaning.stem ? -1 : 1))
}

function nearTo(
  members: readonly number[],
  of: readonly number[],
  matrix: Matrix,
  least: number,
): number[] {
  const centroids = meanDirections(matrix, [members])
  return of.filter((row) => scoreOf(row, 0, matrix, centroids) >= least)
}
