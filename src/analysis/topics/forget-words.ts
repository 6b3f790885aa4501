import type { Topic, TopicModel } from '../../domain/analysis/topic-model.ts'
import { tokenize } from '../local/text/tokenize.ts'
import { featuresOf } from './topic-text.ts'

/** What a model must not hold any more. */
export interface ForgottenWords {
  readonly features: ReadonlySet<string>
  /** Folded, as `wordsOf` gives them. */
  readonly words: ReadonlySet<string>
}

/** Adds the features of a text to those known, each with the words, as written, that made it. */
export function addWordsByFeature(text: string, known: Map<string, Set<string>>): void {
  const { starts, ends } = tokenize(text)
  for (const [i, start] of starts.entries()) {
    // A word, and for scripts without spaces a pair of neighbours.
    for (const end of [ends[i], ends[i + 1]]) {
      const written = text.slice(start, end)
      for (const feature of featuresOf(written)) {
        const forms = known.get(feature) ?? new Set()
        known.set(feature, forms.size < MOST_FORMS ? forms.add(written) : forms)
      }
    }
  }
}

const MOST_FORMS = 20

/** The words of a text, folded, each with a form in which it is written. */
export function wordsOf(text: string): Map<string, string> {
  const { words, starts, ends } = tokenize(text)
  return new Map(words.map((word, i) => [word, text.slice(starts[i], ends[i])]))
}

/**
 * A model without some words: features that only erased threads had leave it, and centroids are made unit
 * length again over the rest. Topics keep their ids, so that what was assigned to them stays.
 *
 * @returns the model itself where it holds none of them
 */
export function forgetWords(model: TopicModel, gone: ForgottenWords): TopicModel {
  const kept = model.features.flatMap(([feature], index) =>
    gone.features.has(feature) ? [] : [index],
  )
  const place = new Map(kept.map((index, at) => [index, at]))
  const topics = model.topics.map((topic): Topic => {
    const title = titleWithout(topic.title, gone.words)
    const isSame = title === topic.title && kept.length === model.features.length
    return isSame ? topic : { ...topic, title, centroid: moved(topic.centroid, place) }
  })
  if (topics.every((topic, at) => topic === model.topics[at])) {
    if (kept.length === model.features.length) return model
  }
  return { ...model, features: kept.flatMap((index) => [model.features[index] ?? ['', 0]]), topics }
}

function moved(centroid: Topic['centroid'], place: ReadonlyMap<number, number>): Topic['centroid'] {
  const kept = centroid.flatMap(([index, weight]): [number, number][] => {
    const at = place.get(index)
    return at === undefined ? [] : [[at, weight]]
  })
  if (kept.length === centroid.length) return kept
  const length = Math.sqrt(kept.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return kept.map(([at, weight]) => [at, Math.round((weight / length) * 1e5) / 1e5])
}

/** The parts of a title (`A · B`) that hold none of the words; `Other` where none is left. */
function titleWithout(title: string, words: ReadonlySet<string>): string {
  const parts = title.split(' · ')
  const left = parts.filter((part) =>
    wordsOf(part)
      .keys()
      .every((word) => !words.has(word)),
  )
  if (left.length === parts.length) return title
  return left.length === 0 ? 'Other' : left.join(' · ')
}
