/** An id of two parts: the first never holds a line feed, so the two come apart again. */
export function pairedId(first: string, second: string): string {
  return `${first}\n${second}`
}

/** The second part of such an id. */
export function secondOf(id: string): string {
  return id.slice(id.indexOf('\n') + 1)
}
