import type { Found } from './redacted.ts'

const WORD = /[\p{L}\p{M}\p{N}_]/u

/** Each name of the list where it stands as whole words, upper and lower case alike. */
export function findNames(text: string, names: readonly string[]): Found[] {
  if (names.length === 0) return []
  const folded = lowered(text)
  return names.flatMap((name) => occurrences(text, folded, lowered(name.trim())))
}

function occurrences(text: string, folded: string, name: string): Found[] {
  const found: Found[] = []
  if (name === '') return found
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + name.length)) {
    const end = at + name.length
    if (isEdge(text, at) && isEdge(text, end)) found.push({ type: 'NAME', start: at, end })
  }
  return found
}

/** Whether no word goes on over a place. */
function isEdge(text: string, at: number): boolean {
  return !(WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at)))
}

/** Lower case of the same length: a letter whose lower case is longer stays. */
function lowered(text: string): string {
  return text.replaceAll(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase()
    return lower.length === letter.length ? lower : letter
  })
}
