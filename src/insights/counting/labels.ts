import { unitsOf } from '../../domain/search/search-tokens.ts'

/** Words that carry nothing of what is asked for. English, Hebrew, Spanish. */
const EMPTY = new Set(
  'a an the my your our me i to for of in on with and or please can could you it is this that some any want need would like help get של את עם על אני רוצה לי שלי זה בבקשה אפשר איך un una el la los las de del en con para mi tu por favor quiero puedo me'.split(
    ' ',
  ),
)

/**
 * What two labels must share to mean the same: their words without empty ones and endings, in order of
 * code units, each once. A rough stem is enough to join `export the stems` and `exporting stems`.
 */
export function foldLabel(label: string): string {
  const words = unitsOf(label).map(({ token }) => token)
  const telling = words.filter((word) => !EMPTY.has(word))
  return [...new Set((telling.length > 0 ? telling : words).map(stem))].sort().join(' ')
}

/** Whether a folded word carries nothing of what is asked for. */
export function isEmptyWord(word: string): boolean {
  return EMPTY.has(word) || word.length < 2
}

/** English and Spanish endings; other scripts have none of these letters. */
export function stem(word: string): string {
  if (word.length < 5) return word.replace(/s$/, '')
  return word.replace(/(?:ing|ed|es|s|ar|er|ir)$/, '')
}

/** The first letter large, in scripts that have one. */
export function sentenceCase(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  return first.toLocaleUpperCase('en-US') + rest.join('')
}

/** `1 thread`, `12 threads`. */
export function threadsOf(n: number): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? 'thread' : 'threads'}`
}

/** `9 users`. */
export function usersOf(n: number): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? 'user' : 'users'}`
}

/** `12 of 148 threads (8 %), 9 users`: never a share without what it is a share of. */
export function shareOf({ n, of, users }: { n: number; of: number; users: number }): string {
  const percent = of === 0 ? '' : ` (${percentOf(n, of)})`
  // A log without user ids has no users to count.
  const who = users === 0 ? '' : `, ${usersOf(users)}`
  return `${n.toLocaleString('en-US')} of ${threadsOf(of)}${percent}${who}`
}

export function percentOf(n: number, of: number): string {
  const share = (n / of) * 100
  return share > 0 && share < 1 ? '<1 %' : `${Math.round(share)} %`
}

export function rounded(value: number, digits = 1): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
