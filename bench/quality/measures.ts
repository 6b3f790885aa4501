import { wilsonInterval } from '../../src/domain/values/wilson.ts'

/** Precision, recall and their harmonic mean of yes/no answers against yes/no truths. */
export function binaryScore(pairs: readonly (readonly [truth: boolean, told: boolean])[]): {
  hits: number
  told: number
  truths: number
  precision: number
  recall: number
  f1: number
} {
  const hits = pairs.filter(([truth, told]) => truth && told).length
  const told = pairs.filter(([, said]) => said).length
  const truths = pairs.filter(([truth]) => truth).length
  const precision = hits / told
  const recall = hits / truths
  return {
    hits,
    told,
    truths,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
  }
}

/** How often a score ranks a positive above a negative; ties count half. */
export function areaUnderCurve(
  pairs: readonly (readonly [truth: boolean, score: number])[],
): number {
  const sorted = pairs.toSorted(([, a], [, b]) => a - b)
  let positives = 0
  let negatives = 0
  let wins = 0
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]?.[1] === sorted[from]?.[1]) to++
    const tied = sorted.slice(from, to)
    const high = tied.filter(([truth]) => truth).length
    const low = tied.length - high
    wins += high * (negatives + low / 2)
    positives += high
    negatives += low
  }
  return wins / (positives * negatives)
}

/** Normalised mutual information (arithmetic) and adjusted Rand index of two labellings. */
export function agreement(pairs: readonly (readonly [truth: string, found: string])[]): {
  nmi: number
  ari: number
} {
  const n = pairs.length
  const rows = countBy(pairs.map(([truth]) => truth))
  const columns = countBy(pairs.map(([, found]) => found))
  const cells = countBy(pairs.map((pair) => pair.join('\n')))
  let mutual = 0
  for (const [cell, count] of cells) {
    const [truth = '', found = ''] = cell.split('\n')
    const expected = ((rows.get(truth) ?? 0) * (columns.get(found) ?? 0)) / n
    mutual += (count / n) * Math.log(count / expected)
  }
  const nmi = (2 * mutual) / (entropy(rows, n) + entropy(columns, n))
  const pairsIn = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
  const all = (n * (n - 1)) / 2
  const expected = (pairsIn(rows) * pairsIn(columns)) / all
  const most = (pairsIn(rows) + pairsIn(columns)) / 2
  return { nmi, ari: (pairsIn(cells) - expected) / (most - expected) }
}

function countBy(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return counts
}

function entropy(counts: ReadonlyMap<string, number>, n: number): number {
  let sum = 0
  for (const count of counts.values()) sum -= (count / n) * Math.log(count / n)
  return sum
}

/** A share and the ends of its 95 % interval (Wilson); a disputed hit may count half. */
export interface Share {
  readonly hits: number
  readonly of: number
  readonly share: number
  readonly low: number
  readonly high: number
}

export function shareOf(hits: number, of: number): Share {
  return { hits, of, share: hits / of, ...wilsonInterval(hits, of) }
}

/** Cohen's κ of two readers' yes and no; 1 where both always say the same one thing. */
export function kappa(pairs: readonly (readonly [first: boolean, second: boolean])[]): number {
  const n = pairs.length
  const first = pairs.filter(([yes]) => yes).length / n
  const second = pairs.filter(([, yes]) => yes).length / n
  const same = pairs.filter(([a, b]) => a === b).length / n
  const byChance = first * second + (1 - first) * (1 - second)
  return byChance === 1 ? 1 : (same - byChance) / (1 - byChance)
}
