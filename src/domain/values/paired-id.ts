/** An id of two parts: the first never holds a line feed, so the two come apart again. */
export function pairedId(first: string, second: string): string {
  return `${first}\n${second}`
}
