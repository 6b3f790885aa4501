import { canonicalJson } from './values/canonical-json.ts'
import { TOPIC_LISTS } from './analysis/topic-model.ts'
import type { StoredSpace, Topic, TopicModel } from './analysis/topic-model.ts'

/** The topic without what these threads said: another's request stands in for theirs, else the terms do. */
export function withoutThreads(topic: Topic, erased: ReadonlySet<string>): Topic {
  const titles = topic.titles.filter(({ threadId }) => !erased.has(threadId))
  const examples = topic.examples.filter((id) => !erased.has(id))
  return titles.length === topic.titles.length
    ? { ...topic, examples }
    : titled({ ...topic, examples }, titles)
}

/**
 * The topic under the first of these titles, a group of topics under the first two, as they are those of its
 * topics. Where there is none, as after an erasure, under its key terms; without these it says that it has no title.
 */
export function titled(topic: Omit<Topic, 'title' | 'titles'>, titles: Topic['titles']): Topic {
  const shown = titles.slice(0, topic.id.startsWith('g') ? 2 : 1).map(({ text }) => text)
  const title = shown.join(' / ') || topic.terms.join(', ') || `Untitled (${topic.id})`
  return { ...topic, title, titles }
}

/**
 * Whether a model is another but for words that an erasure took: words of its space, lines, terms and titles. All topics are there, with
 * their examples and places, and nothing is in it that the other has not.
 */
export function isLeftOf(model: TopicModel, other: TopicModel): boolean {
  return (
    isSame(bare(model), bare(other)) &&
    isPart(model.boilerplate, other.boilerplate) &&
    isSpaceLeft(model.space, other.space) &&
    TOPIC_LISTS.every(
      (list) =>
        model[list].length === other[list].length &&
        model[list].every((topic, at) => isTopicLeft(topic, other[list][at])),
    )
  )
}

/** The model but for what words may have left. */
function bare(model: TopicModel): object {
  const none = Object.fromEntries(TOPIC_LISTS.map((list) => [list, []]))
  return { ...model, ...none, space: undefined, boilerplate: [] }
}

function isTopicLeft(topic: Topic, other: Topic | undefined): boolean {
  if (other === undefined) return false
  const { title, titles, terms } = topic
  const isTitled = title === other.title || title === titled(topic, titles).title
  const as = { ...other, title, titles, terms }
  return (
    isTitled &&
    isSame(topic, as) &&
    isPart(titles.map(canonicalJson), other.titles.map(canonicalJson)) &&
    isPart(terms, other.terms)
  )
}

/** Rows of words may be gone; those that are left are the same. */
function isSpaceLeft(space: StoredSpace | undefined, other: StoredSpace | undefined): boolean {
  if (space === undefined || other === undefined) return space === other
  const { words, wordVectors } = space
  const bare = { words: [], wordVectors: { ...wordVectors, data: '' } }
  const otherBare = { words: [], wordVectors: { ...other.wordVectors, data: '' } }
  const rows = new Set(rowsOf(other))
  return (
    isSame({ ...space, ...bare }, { ...other, ...otherBare }) &&
    Buffer.from(wordVectors.data, 'base64').length === words.length * space.wordSize &&
    rowsOf(space).every((row) => rows.has(row))
  )
}

/** Each word with its weight and its vector. */
function rowsOf({ words, wordSize, wordVectors }: StoredSpace): string[] {
  const bytes = Buffer.from(wordVectors.data, 'base64')
  return words.map(([word, weight], at) => {
    const row = bytes.subarray(at * wordSize, (at + 1) * wordSize)
    return canonicalJson([word, weight, row.toString('base64')])
  })
}

function isPart(some: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all)
  return some.every((one) => known.has(one))
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other)
}
