import { titled } from '../../../domain/topics-left.ts'
import { TOPIC_LISTS, withEachTopic } from '../../../domain/analysis/topic-model.ts'
import type { StoredSpace, Topic, TopicModel } from '../../../domain/analysis/topic-model.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { withoutRows } from '../space/quantize.ts'
import { topicWords } from '../text/topic-words.ts'

/** What a model must not hold any more. */
export interface ForgottenWords {
  /** Stems, as the model's space lists them. */
  readonly stems: ReadonlySet<string>
  /** Folded, as `wordsOf` gives them. */
  readonly words: ReadonlySet<string>
  /** Hashes of lines, as the model lists its boilerplate. */
  readonly lines: ReadonlySet<string>
}

const MOST_FORMS = 20

/** Adds the stems of a text to those known, each with the words, as written, that made it. */
export function addWordsByStem(text: string, known: Map<string, Set<string>>): void {
  const add = (stem: string, written: string): void => {
    const forms = known.get(stem) ?? new Set()
    known.set(stem, forms.size < MOST_FORMS ? forms.add(written) : forms)
  }
  const { starts, ends } = tokenize(text)
  for (const [i, start] of starts.entries()) {
    const written = text.slice(start, ends[i])
    for (const stem of topicWords(written)) add(stem, written)
  }
  // Of scripts without spaces a word is told by what stands around it.
  for (const word of topicWords(text)) if (!known.has(word)) add(word, word)
}

/** The words of a text, folded, each with a form in which it is written. */
export function wordsOf(text: string): Map<string, string> {
  const { words, starts, ends } = tokenize(text)
  return new Map(words.map((word, i) => [word, text.slice(starts[i], ends[i])]))
}

/** What a model shows of its topics' words: titles, those that would stand in for them, and key terms. */
export function shownTexts({ title, titles, terms }: Topic): string[] {
  return [title, ...titles.map(({ text }) => text), ...terms]
}

/**
 * A model without some words: stems that only erased threads had leave its space, and titles and terms that
 * hold such a word go. Topics keep their ids and places, so that what was assigned to them stays.
 *
 * @returns the model itself where it holds none of them
 */
export function forgetWords(model: TopicModel, gone: ForgottenWords): TopicModel {
  const space = model.space === undefined ? undefined : spaceWithout(model.space, gone.stems)
  const changed = {
    ...withEachTopic(model, (topic) => topicWithout(topic, gone.words)),
    ...(space === undefined ? {} : { space }),
    boilerplate: model.boilerplate.filter((hash) => !gone.lines.has(hash)),
  }
  const isSame =
    space === model.space &&
    changed.boilerplate.length === model.boilerplate.length &&
    TOPIC_LISTS.every((list) => changed[list].every((topic, at) => topic === model[list][at]))
  return isSame ? model : changed
}

function spaceWithout(space: StoredSpace, stems: ReadonlySet<string>): StoredSpace {
  const kept = [...space.words.keys()].filter((at) => !stems.has(space.words[at]?.[0] ?? ''))
  if (kept.length === space.words.length) return space
  return {
    ...space,
    words: kept.flatMap((at) => {
      const word = space.words[at]
      return word === undefined ? [] : [word]
    }),
    wordVectors: withoutRows(space.wordVectors, space.wordSize, kept),
  }
}

function topicWithout(topic: Topic, gone: ReadonlySet<string>): Topic {
  const isClean = (text: string): boolean =>
    [...wordsOf(text).keys()].every((word) => !gone.has(word))
  if (shownTexts(topic).every(isClean)) return topic
  const terms = topic.terms.filter(isClean)
  const titles = topic.titles.filter(({ text }) => isClean(text))
  return isClean(topic.title) ? { ...topic, terms, titles } : titled({ ...topic, terms }, titles)
}
