/** How much a user asks for in numbers. */
export interface AskedAmount {
  readonly count: number
  readonly unit: 'words' | 'items'
}

/** Units of a request's beginning that are looked at. */
const REACH = 1000
const WORDS =
  /(\d{2,5})[- ]?(?:words?|palabras|mots|w[öo]rter|palavras|слов|מילים|ملم|كلمة|字)(?![\p{L}\d])/iu
const ITEMS =
  /(?<![\d.,:/-])(\d{1,3}) (?:\p{L}+ ){0,3}(?:ideas|examples|questions|names|titles|tips|ways|reasons|items|steps|options|facts|sentences|paragraphs|points|lines|suggestions|topics|keywords|headlines|recipes|quotes|hashtags|captions|slogans|books|movies|songs|places|things|jokes|ejemplos|ideas|preguntas|nombres|exemples|beispiele|exemplos|примеров|דוגמאות|רעיונות|שאלות|שמות)(?!\p{L})/iu

/** The amount that a request names: `500 words`, `20 ideas`. */
export function askedAmount(request: string): AskedAmount | undefined {
  const text = request.slice(0, REACH)
  const words = WORDS.exec(text)?.[1]
  if (words !== undefined) return { count: Number(words), unit: 'words' }
  const items = ITEMS.exec(text)?.[1]
  if (items === undefined || Number(items) < 3) return undefined
  return { count: Number(items), unit: 'items' }
}
