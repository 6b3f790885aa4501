import { FUNCTION_WORDS } from '../language/function-words.ts'
import { HEBREW_FUNCTION_WORDS } from '../language/hebrew-function-words.ts'

/** Words of politeness and dispatch that come in requests of any kind. */
const DISPATCH =
  'sure perfect great cool nice good fine sounds sound works work right now yet else other another something anything everything nothing try trying tell say said mean show know think find look looking already still well much many little bit way thing things yeah yep nope help really actually maybe instead first second third last time one two three four five'

const STOP = new Set<string>([...HEBREW_FUNCTION_WORDS, ...DISPATCH.split(' ')])
for (const list of Object.values(FUNCTION_WORDS)) for (const word of list.split(' ')) STOP.add(word)

/** The words that carry a text's matter, as light stems, each once, in order. */
export function contentStems(words: readonly string[]): string[] {
  const stems = new Set<string>()
  for (const word of words) {
    if (STOP.has(word)) continue
    const stem = lightStem(word)
    if (stem !== '' && !STOP.has(stem)) stems.add(stem)
  }
  return [...stems]
}

/** The word without the endings and prefixes that forms of one word differ by. */
export function lightStem(word: string): string {
  const first = word.charCodeAt(0)
  if (first >= 0x5d0 && first <= 0x5ea) return hebrewStem(word)
  if (word.length < 4 || first > 0x24f) return word
  return word
    .replace(
      /(?:ments?|ings?|edly|ed|ies|ers?|es|s|ly|ando|iendo|aciones|acion|ar|er|ir|os|as)$/u,
      (end) => (word.length - end.length >= 3 ? '' : end),
    )
    .replace(/([^aeiou])\1$/u, '$1')
    .replace(/(?<=\p{L}{5})[oae]$/u, '')
}

function hebrewStem(word: string): string {
  let stem = word
  // That, the, in, to, as, from, and: one letter in front, where enough of a word is left.
  if (/^[הבלכמו]/u.test(stem) && stem.length >= 5) stem = stem.slice(1)
  else if (stem.startsWith('ש') && stem.length >= 6) stem = stem.slice(1)
  return stem.replace(/(?:ים|ות|יות|תי|נו|ה|ת|י)$/u, (end) =>
    stem.length - end.length >= 3 ? '' : end,
  )
}

/** Whether a folded word carries no matter of its own, in any of the languages known. */
export function isStopWord(word: string): boolean {
  return STOP.has(word)
}
