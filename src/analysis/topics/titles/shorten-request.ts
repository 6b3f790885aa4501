import { isStopWord } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'

/** Words of a title, at most; UTF-16 units likewise. */
const MOST_WORDS = 10
const MOST_UNITS = 64
const FEWEST_WORDS = 2
const SENTENCES = 3

/**
 * How a request is dressed, and which says nothing of its matter: greetings, politeness, "I want to". Each
 * pass takes one off the front.
 */
const FRAMES = [
  /^(?:hi|hello|hey|ok|okay|so|well|please|pls|and|but|now|yes|no|um|actually|thanks|thank you|sorry|great|good|cool|perfect|alright)(?: (?:there|everyone|all|chatgpt|claude|gpt|bot|assistant|again))?\b[\s,.!:-]*/i,
  /^(?:can|could|would|will|may) (?:you|i|we|u)(?: please| kindly| also)? /i,
  /^(?:help|let|show|give|tell|teach|get|make)(?: me| us)(?: know| please| to| with| about)? /i,
  /^(?:i|we)(?:'d| would|'ll| will) (?:like|love|prefer) (?:you )?(?:to |a |an |some )?/i,
  /^(?:i|we)(?: really| also| just)? (?:want|need|wish|wanted|have|had|got)(?: you)? (?:to |your help (?:with |to ))/i,
  /^(?:i'm|i am|im|we are|we're) (?:trying|looking|wondering|going|hoping)(?: to| for| if| how| about)? /i,
  /^(?:do|did) you (?:know|think|have)(?: if| how| any| of)? /i,
  /^(?:is it possible|is there (?:a|any) way|are you able) (?:to |for me to |of )?/i,
  /^(?:שלום|היי|הי|אהלן|בבקשה|תודה|אוקיי|אז)[\s,.!:-]+/u,
  /^(?:אני )?(?:רוצה|צריך|צריכה|אשמח) (?:ש|ל)?/u,
  /^(?:אפשר|תוכל|תוכלי|אתה יכול|את יכולה) /u,
  /^(?:hola|buenas|por favor|oye|bueno|gracias|vale)[\s,.!¡:-]+/i,
  /^(?:me )?(?:puedes|podrías|podrias|quiero|quisiera|necesito) (?:que )?/i,
]
const LAST =
  /[\s,]+(?:please|pls|thanks|thank you|for me|right now|today|now|again|por favor|gracias|תודה|בבקשה)$/iu

/**
 * Short requests that a text holds: its first sentences without what they are dressed in. Each is a run of
 * the text's own words.
 */
export function shortRequests(text: string): string[] {
  const found = new Set<string>()
  for (const sentence of sentencesOf(text)) {
    const short = undress(sentence)
    if (found.size < SENTENCES && isTitle(short)) found.add(short)
  }
  return [...found]
}

/**
 * The request without the words at its end that few share, as long as a phrase is left.
 *
 * @param isShared whether enough say a folded word
 */
export function sharedRun(text: string, isShared: (word: string) => boolean): string {
  const { words, ends } = tokenize(text)
  let last = words.length - 1
  while (last >= FEWEST_WORDS && !isShared(words[last] ?? '')) last--
  return trimmed(text.slice(0, ends[last]))
}

/** What begins in the middle of a clause, or only asks to go on. */
const NO_START = /^(?:that|and|or|than|continue|go on|keep going|weiter|continúa)(?!\p{L})/iu
/** A thing alone, such as "the code", says nothing of the wish. */
const ARTICLE = /^(?:the|an?|this|these|el|los?|las?|una?|les?|une|der|die|das|eine?)\s/i

/** Whether a text can stand as a title: some words, not too many, and enough that carry something. */
export function isTitle(text: string): boolean {
  const { words } = tokenize(text)
  if (text.length > MOST_UNITS || words.length < FEWEST_WORDS || NO_START.test(text)) return false
  const telling = words.filter((word) => !isStopWord(word)).length
  if (ARTICLE.test(text) && telling < 2) return false
  const isSpaceless = words.every((word) => word.length === 1)
  return (isSpaceless || words.length <= MOST_WORDS) && telling > 0
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?。！？؟])\s+|\n|(?<=[。！？])/u).filter((sentence) => sentence !== '')
}

function undress(sentence: string): string {
  let left = sentence.slice(0, 300).trim()
  for (let pass = 0; pass < 6; pass++) {
    const before = left
    for (const frame of FRAMES) left = left.replace(frame, '')
    if (left === before) break
  }
  left = left.replace(/^[\s\p{P}\p{S}]+/u, '').replace(/[\s.,;:!…]+$/u, '')
  left = left.replace(LAST, '')
  return left.length <= MOST_UNITS ? left : trimmed(firstClause(left))
}

/** Up to the last comma or the like within reach, else as many words as fit. */
function firstClause(text: string): string {
  const head = text.slice(0, MOST_UNITS)
  const clause = Math.max(
    ...[', ', '; ', ': ', ' - ', ' (', '，', '、'].map((mark) => head.lastIndexOf(mark)),
  )
  if (clause > 20) return head.slice(0, clause)
  const space = head.lastIndexOf(' ')
  return space > 0 ? head.slice(0, space) : head
}

/** Without the words at the end that lead on to others: "for the", "with my". */
function trimmed(text: string): string {
  const { words, starts, ends } = tokenize(text)
  let last = words.length - 1
  while (last > 0 && isStopWord(words[last] ?? '')) last--
  return last < 0 ? '' : text.slice(starts[0], ends[last])
}
