import { writtenStems } from '../text/topic-words.ts'

const TERMS = 3
/** A term of fewer members of a topic is one's own. */
const FEWEST = 2

/**
 * What each group of texts says more often than the others do (c-TF-IDF, Grootendorst 2022), as people write
 * it most, at most three each.
 */
export function keyTerms(groups: readonly (readonly string[])[]): string[][] {
  const counted = groups.map(countStems)
  const groupsWith = new Map<string, number>()
  for (const stems of counted) {
    for (const stem of stems.keys()) groupsWith.set(stem, (groupsWith.get(stem) ?? 0) + 1)
  }
  return counted.map((stems, i) => {
    const size = Math.max(1, groups[i]?.length ?? 1)
    const fewest = Math.max(FEWEST, size * 0.05)
    const ranked = [...stems]
      .filter(([, { n }]) => n >= fewest)
      .map(([stem, { n, forms }]) => ({
        stem,
        forms,
        score: round((n / size) * Math.log(1 + groups.length / (groupsWith.get(stem) ?? 1))),
      }))
      .sort((a, b) => b.score - a.score || (a.stem < b.stem ? -1 : 1))
    return ranked.slice(0, TERMS).map(({ forms }) => mostWritten(forms))
  })
}

interface Stem {
  n: number
  readonly forms: Map<string, number>
}

function countStems(texts: readonly string[]): Map<string, Stem> {
  const stems = new Map<string, Stem>()
  for (const text of texts) {
    for (const [stem, form] of writtenStems(text)) {
      const known = stems.get(stem) ?? { n: 0, forms: new Map<string, number>() }
      known.n++
      known.forms.set(form, (known.forms.get(form) ?? 0) + 1)
      stems.set(stem, known)
    }
  }
  return stems
}

function mostWritten(forms: ReadonlyMap<string, number>): string {
  const ranked = [...forms].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return ranked[0]?.[0] ?? ''
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
