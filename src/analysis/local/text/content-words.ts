import { FUNCTION_WORDS } from '../language/function-words.ts'
import { HEBREW_FUNCTION_WORDS } from '../language/hebrew-function-words.ts'

/** Words of politeness and dispatch that come in requests of any kind. */
const DISPATCH =
  'sure perfect great cool nice good fine sounds sound works work right now yet else other another something anything everything nothing try trying tell say said mean show know think find look looking already still well much many little bit way thing things yeah yep nope help really actually maybe instead first second third last time one two three four five'

const SPACELESS = /^[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/u
/** Chinese pairs that carry no matter. */
const CHINESE =
  '什么 怎么 么办 么样 可以 我们 你们 他们 自己 应该 这个 那个 一个 有什 没有 不是 就是 还是 但是 因为 所以 如果 觉得 知道 现在 时候 能不 不能 是不 不会 也不 都是 一些 这样 那么 为什 我的 你的 我想 想要 谢谢 你好 的时 一下 有没 么方 方法 帮我 办法 很多 非常 真的 感觉'

const STOP = new Set<string>([
  ...CHINESE.split(' '),
  ...HEBREW_FUNCTION_WORDS,
  ...DISPATCH.split(' '),
])
for (const list of Object.values(FUNCTION_WORDS)) for (const word of list.split(' ')) STOP.add(word)

/** The words that carry a text's matter, as light stems, each once, in order. */
export function contentStems(words: readonly string[]): string[] {
  const stems = new Set<string>()
  words.forEach((word, i) => {
    if (SPACELESS.test(word)) {
      const pair = word + (words[i + 1] ?? '')
      if (pair.length === 2 && SPACELESS.test(pair.slice(1)) && !STOP.has(pair)) stems.add(pair)
      return
    }
    if (STOP.has(word)) return
    const stem = lightStem(word)
    if (stem !== '' && !STOP.has(stem)) stems.add(stem)
  })
  return [...stems]
}

/** Stems of the words seen last: a lookup in place of five patterns. The answer never differs. */
const KNOWN = new Map<string, string>()
const MOST_KNOWN = 50_000
const LONGEST_KNOWN = 40

/** The word without the endings and prefixes that forms of one word differ by. */
export function lightStem(word: string): string {
  const known = KNOWN.get(word)
  if (known !== undefined) return known
  const stem = stemOf(word)
  if (word.length > LONGEST_KNOWN) return stem
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear()
  KNOWN.set(word, stem)
  return stem
}

function stemOf(word: string): string {
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
