/** So many of all at most, spread evenly over them and in their order. */
export function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  const share = most / all.length
  return all.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share))
}
