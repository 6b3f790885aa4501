/** An id of two parts: the first never holds a line feed, so the two come apart again. */
export function pairedId(first: string, second: string): string {
  return `${first}\n${second}`
}

/** The first part of such an id; undefined of one that is none, as where stored bytes are damaged. */
export function firstOf(id: string): string | undefined {
  const end = id.indexOf('\n')
  return end === -1 ? undefined : id.slice(0, end)
}

/** Behind all ids with this first part, and before all that sort behind them. */
export function behindAllOf(first: string): string {
  return `${first}\u000B`
}

/** The second part of such an id. */
export function secondOf(id: string): string {
  return id.slice(id.indexOf('\n') + 1)
}
