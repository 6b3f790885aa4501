import { openEncoder, similarity } from '../../../encoder/encoder.ts'
import type { Draft } from '../../detectors/draft.ts'
import { contentStems } from '../../text/content-words.ts'
import { textOf } from '../../text/sentences.ts'
import { tokenize } from '../../text/tokenize.ts'
import type { Phrase } from '../whole-phrase.ts'
import { wordsOf } from '../whole-phrase.ts'

/** What was tried and failed is told of what was tried, which may be another wish than the last. */
const TRIED =
  /\b(?:couldn['’]t|could not|(?:was|were)(?: not|n['’]t) able|(?:was|were) unable|failed to|didn['’]t go through)\b/iu
/** An attempt to find or read something is the answer to what was just asked. */
const FOUND = /\b(?:find|found|locate|see|access|hear|read|open)\b/iu
/** An offer in the same breath: something is served all the same. */
const OFFERS =
  /\b(?:but|however|though)\b[^.]{0,20}\b(?:(?:i|we) (?:can|could|might|may|would|will)\b(?!['’]t| not\b)|(?:i|we)['’](?:ll|d)\b|here\b|there(?:['’]s| is| are)\b)/iu
/** From this likeness on a wish and its decline speak of the same. */
const ALIKE = 0.3

/** Whether the words that decline may be said of this wish, and offer nothing in its place. */
export function agrees(phrase: Phrase, { evidence }: Draft): boolean {
  const said = evidence.filter(({ role }) => role === 'answer').map(({ quote }) => quote)
  return said.every(
    (quote) => !OFFERS.test(quote) && (!isOfAnAttempt(quote) || isOf(phrase, quote)),
  )
}

function isOfAnAttempt(quote: string): boolean {
  return TRIED.test(quote) && !FOUND.test(quote)
}

function isOf(phrase: Phrase, quote: string): boolean {
  const wanted = new Set(contentStems(wordsOf(phrase)))
  if (contentStems(tokenize(quote).words).some((stem) => wanted.has(stem))) return true
  const wish = textOf(phrase)
  const encoder = openEncoder()
  const alike = similarity(encoder.encode(wish), encoder.encode(quote))
  return Math.round(alike * 1000) / 1000 >= ALIKE
}
