/**
 * How far two partitions of the same things agree beyond chance: the adjusted Rand index (Hubert and Arabie
 * 1985), 1 for equal ones, about 0 for unrelated ones.
 */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const both = new Map<number, number>()
  const ofA = new Map<number, number>()
  const ofB = new Map<number, number>()
  const width = 1 + b.reduce((most, one) => Math.max(most, one), 0)
  a.forEach((one, i) => {
    const other = b[i] ?? 0
    count(both, one * width + other)
    count(ofA, one)
    count(ofB, other)
  })
  const inA = pairsIn(ofA)
  const inB = pairsIn(ofB)
  const expected = (inA * inB) / Math.max(1, (a.length * (a.length - 1)) / 2)
  const most = (inA + inB) / 2
  return most === expected ? 1 : (pairsIn(both) - expected) / (most - expected)
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function pairsIn(counts: ReadonlyMap<number, number>): number {
  let pairs = 0
  for (const n of counts.values()) pairs += (n * (n - 1)) / 2
  return pairs
}
