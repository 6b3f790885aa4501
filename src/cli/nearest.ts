/** Longer words are compared by their beginning. */
const LONGEST = 40

/**
 * The name that a mistyped word most likely means: one that begins with it, or the nearest by insertions, deletions,
 * replacements and swaps of neighbours (optimal string alignment), at most one for each three letters.
 *
 * @returns undefined where none is that near; the first of several that are equally near
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.slice(0, LONGEST).toLowerCase()
  const begun = word.length < 2 ? undefined : names.find((name) => name.startsWith(word))
  if (begun !== undefined) return begun
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    const steps = name.length === 1 ? least : distance(word, name)
    if (steps < least) [best, least] = [name, steps]
  }
  return best
}

function distance(a: string, b: string): number {
  let older: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          at(before, j) + 1,
          at(row, j - 1) + 1,
          at(before, j - 1) + (isSame ? 0 : 1),
          isSwap ? at(older, j - 2) + 1 : Infinity,
        ),
      )
    }
    older = before
    before = row
  }
  return at(before, b.length)
}

function at(row: readonly number[], j: number): number {
  return row[j] ?? Infinity
}
