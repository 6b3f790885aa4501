/** The words and stems that patterns speak of, as numbers, and which of them a token is. */
export class Vocabulary {
  readonly #words = new Map<string, number>()
  readonly #stems = new Map<string, number>()
  readonly #known = new Map<string, readonly number[]>()
  #count = 0
  #longestStem = 0

  symbol(word: string, stem: boolean): number {
    const map = stem ? this.#stems : this.#words
    const known = map.get(word)
    if (known !== undefined) return known
    map.set(word, this.#count)
    if (stem) this.#longestStem = Math.max(this.#longestStem, word.length)
    this.#known.clear()
    return this.#count++
  }

  /** The symbols of a folded token. Remembered for the tokens seen last; the answer never differs. */
  symbolsOf(token: string): readonly number[] {
    const known = this.#known.get(token)
    if (known !== undefined) return known
    const found = new Set<number>()
    for (const form of formsOf(token)) this.#collect(form, found)
    const symbols = found.size === 0 ? NONE : [...found]
    if (token.length > MAX_TOKEN) return symbols
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(token, symbols)
    return symbols
  }

  #collect(form: string, into: Set<number>): void {
    const word = this.#words.get(form)
    if (word !== undefined) into.add(word)
    for (let n = Math.min(form.length, this.#longestStem); n > 0; n--) {
      const stem = this.#stems.get(form.slice(0, n))
      if (stem !== undefined) into.add(stem)
    }
  }
}

const NONE: readonly number[] = []
const MAX_KNOWN = 50_000
const MAX_TOKEN = 40
const DRAWN_OUT = /(.)\1{2,}/gu

/** The token, without drawn-out letters (`sooo`), without what Hebrew and Arabic write in front. */
function formsOf(token: string): string[] {
  const word = token.slice(0, MAX_TOKEN)
  const forms = [word]
  if (/(.)\1\1/u.test(word)) {
    forms.push(word.replace(DRAWN_OUT, '$1'), word.replace(DRAWN_OUT, '$1$1'))
  }
  const first = word.charCodeAt(0)
  if (first >= 0x5d0 && first <= 0x5ea) forms.push(...withoutHebrewPrefix(word))
  else if (first >= 0x621 && first <= 0x64a) forms.push(...withoutArabicPrefix(word))
  return forms
}

/** And, that, the, in, to, as, from are letters in front of the word. */
function withoutHebrewPrefix(word: string): string[] {
  const forms: string[] = []
  let rest = word
  for (let depth = 0; depth < 2; depth++) {
    const least = /^[וש]/u.test(rest) ? 3 : 4
    if (rest.length < least || !/^[ושהבלכמ]/u.test(rest)) break
    rest = rest.slice(1)
    forms.push(rest)
  }
  return forms
}

function withoutArabicPrefix(word: string): string[] {
  const forms: string[] = []
  let rest = word
  if (rest.length >= 4 && /^[وف]/u.test(rest)) forms.push((rest = rest.slice(1)))
  if (rest.length >= 5 && rest.startsWith('ال')) forms.push(rest.slice(2))
  return forms
}
