import { contentStems } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { isTopicStopStem } from './topic-stop-words.ts'

const SPACELESS = /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]/u
const SPACELESS_RUN = /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]{2,}/gu
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Whether a text has words of a script without spaces. */
export function isSpaceless(text: string): boolean {
  return SPACELESS.test(text)
}

/** Stems of the words that carry a text's matter; of scripts without spaces, words of two letters and more. */
export function topicWords(text: string): string[] {
  const { words } = tokenize(text)
  const spaced = words.filter((word) => !SPACELESS.test(word))
  const stems = contentStems(spaced).filter((stem) => stem.length > 1 && !isTopicStopStem(stem))
  return SPACELESS.test(text) ? [...stems, ...spacelessWords(text)] : stems
}

/** The same stems, each once, with the first form in which it is written, in lower case; numbers are left out. */
export function writtenStems(text: string): Map<string, string> {
  const stems = new Map<string, string>()
  const { words, starts, ends } = tokenize(text)
  words.forEach((word, i) => {
    const [stem] = topicWords(word)
    if (stem !== undefined && !/^\d+$/.test(stem) && !stems.has(stem)) {
      stems.set(stem, text.slice(starts[i], ends[i]).toLowerCase())
    }
  })
  if (!SPACELESS.test(text)) return stems
  for (const word of spacelessWords(text)) if (!stems.has(word)) stems.set(word, word)
  return stems
}

function spacelessWords(text: string): string[] {
  return [...text.matchAll(SPACELESS_RUN)].flatMap(([run]) =>
    [...segmenter.segment(run)].flatMap(({ segment, isWordLike }) =>
      isWordLike === true && segment.length > 1 && !isTopicStopStem(segment) ? [segment] : [],
    ),
  )
}
