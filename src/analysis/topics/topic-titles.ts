import { lightStem } from '../local/text/content-words.ts'
import { tokenize } from '../local/text/tokenize.ts'
import { isTopicStopWord } from './topic-stop-words.ts'

/** N-grams of a title, and words of one. */
const PARTS = 2
const LONGEST = 3
/** Rows that fewer of a group's requests hold count less. */
const SUPPORT = 0.2

interface Gram {
  readonly key: string
  readonly surface: string
  readonly words: number
}

/**
 * A title for each group of requests, of the word rows (1 to 3) that it says more often than the others do
 * (c-TF-IDF, Grootendorst 2022), as people write them most.
 */
export function titleTopics(groups: readonly (readonly string[])[]): string[] {
  const counted = groups.map(countGrams)
  const groupsWith = new Map<string, number>()
  const total = new Map<string, number>()
  for (const grams of counted) {
    for (const [key, { n }] of grams) {
      groupsWith.set(key, (groupsWith.get(key) ?? 0) + 1)
      total.set(key, (total.get(key) ?? 0) + n)
    }
  }
  const taken = new Set<string>()
  return counted.map((grams, i) => {
    const ranked = [...grams]
      .map(([key, gram]) => {
        const share = gram.n / Math.max(1, groups[i]?.length ?? 1)
        const own = gram.n / (total.get(key) ?? 1)
        const rare = Math.log(1 + groups.length / (groupsWith.get(key) ?? 1))
        const longer = 1 + 0.25 * (gram.words - 1)
        return {
          key,
          gram,
          score:
            share * own * rare * longer * (gram.n > 1 ? 1 : 0.1) * Math.min(1, share / SUPPORT),
        }
      })
      .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    const parts: { key: string; surface: string }[] = []
    for (const { key, gram } of ranked) {
      if (parts.length === PARTS) break
      if (parts.some((part) => overlaps(part.key, key))) continue
      const surface = mostWritten(gram.surfaces)
      if (parts[0] !== undefined && scriptOf(parts[0].surface) !== scriptOf(surface)) continue
      parts.push({ key, surface })
    }
    const title = parts.map(({ surface }) => titleCase(surface)).join(' · ')
    return distinctTitle(title === '' ? 'Other' : title, taken)
  })
}

interface Counted {
  n: number
  readonly words: number
  readonly surfaces: Map<string, number>
}

function countGrams(requests: readonly string[]): Map<string, Counted> {
  const counted = new Map<string, Counted>()
  for (const request of requests) {
    const seen = new Set<string>()
    for (const { key, surface, words } of gramsOf(request)) {
      if (seen.has(key)) continue
      seen.add(key)
      const known = counted.get(key) ?? { n: 0, words, surfaces: new Map<string, number>() }
      known.n++
      known.surfaces.set(surface, (known.surfaces.get(surface) ?? 0) + 1)
      counted.set(key, known)
    }
  }
  return counted
}

/** Rows of one to three words of a sentence that neither begin nor end with a stop word. */
function gramsOf(text: string): Gram[] {
  const { words, starts, ends, sentences } = tokenize(text)
  const grams: Gram[] = []
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to++) {
      if (sentences[to - 1] !== sentences[from]) break
      const first = words[from] ?? ''
      const last = words[to - 1] ?? ''
      if (isTopicStopWord(first) || isTopicStopWord(last)) continue
      const surface = text.slice(starts[from], ends[to - 1]).replace(/\s+/gu, ' ')
      if (!isTelling(surface, to - from)) continue
      // A comma or a bracket inside: no phrase.
      if (to - from > 1 && /[,;:()[\]"，。；：、！？]/u.test(surface)) continue
      const content = words.slice(from, to).filter((word) => !isTopicStopWord(word))
      grams.push({ key: content.map(lightStem).join(' '), surface, words: content.length })
    }
  }
  return grams
}

const SPACELESS = /^[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+$/u

/** Whether a row can stand in a title: letters, and of a script without spaces a pair or more. */
function isTelling(surface: string, words: number): boolean {
  if (!/\p{L}/u.test(surface)) return false
  if (SPACELESS.test(surface)) return words > 1 && !isTopicStopWord(surface)
  return surface.length > 1
}

/** Latin, Hebrew, … of the first letter: a title is in one script. */
function scriptOf(surface: string): string {
  const letter = /\p{L}/u.exec(surface)?.[0] ?? ''
  if (/\p{Script=Latin}/u.test(letter)) return 'Latin'
  if (/\p{Script=Hebrew}/u.test(letter)) return 'Hebrew'
  if (/\p{Script=Arabic}/u.test(letter)) return 'Arabic'
  if (/\p{Script=Cyrillic}/u.test(letter)) return 'Cyrillic'
  return SPACELESS.test(letter) ? 'spaceless' : 'other'
}

function overlaps(a: string, b: string): boolean {
  const words = new Set(a.split(' '))
  return b.split(' ').some((word) => words.has(word))
}

function mostWritten(surfaces: ReadonlyMap<string, number>): string {
  const ranked = [...surfaces].sort(
    ([a, n], [b, m]) => m - n || a.length - b.length || (a < b ? -1 : 1),
  )
  return ranked[0]?.[0] ?? ''
}

function titleCase(surface: string): string {
  return surface.charAt(0).toUpperCase() + surface.slice(1)
}

function distinctTitle(title: string, taken: Set<string>): string {
  let free = title
  for (let n = 2; taken.has(free); n++) free = `${title} (${n})`
  taken.add(free)
  return free
}
