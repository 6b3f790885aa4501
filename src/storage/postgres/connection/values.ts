/** PostgreSQL takes at most 65,535 parameters a statement. */
const MOST_PARAMETERS = 60_000

/**
 * Rows as the placeholders of `VALUES`, in chunks that one statement can take.
 * @param casts one for each column, such as `::jsonb`
 */
export function* valueChunks<T>(
  rows: readonly (readonly T[])[],
  casts: readonly string[],
  mostRows = Number.POSITIVE_INFINITY,
): Generator<{ placeholders: string; values: T[] }> {
  const perChunk = Math.max(1, Math.min(mostRows, Math.floor(MOST_PARAMETERS / casts.length)))
  for (let at = 0; at < rows.length; at += perChunk) {
    const chunk = rows.slice(at, at + perChunk)
    let parameter = 0
    const placeholders = chunk
      .map(() => `(${casts.map((cast) => `$${++parameter}${cast}`).join(',')})`)
      .join(',')
    yield { placeholders, values: chunk.flat() }
  }
}
