import { allTopics } from '../../../domain/analysis/topic-model.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { textsOf } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { allRecords, pagesOf } from '../../../storage/walk.ts'
import { boilerplateHash } from '../text/boilerplate.ts'
import { proseLines } from '../text/prose.ts'
import { addWordsByStem, forgetWords, shownTexts, wordsOf } from './forget-words.ts'

/** Models as they shall be, and the words that left them. */
export interface ModelChanges {
  readonly models: readonly TopicModel[]
  /** Words of titles: what was made with these titles holds them too. */
  readonly titleWords: readonly string[]
}

/**
 * What of the topic models only these threads had: words of the space, of titles and of terms, and lines of boilerplate.
 * A word, and a line, is looked up by search, so it counts as had by others where any other thread has it. Where a model names the threads, the
 * store takes that out as it erases them.
 *
 * @param erased the threads, where they can be read
 * @param isWhole false where some cannot: then each word of a model may be theirs
 */
export async function planModelChanges(
  store: ChatStore,
  ids: readonly string[],
  erased: readonly Thread[],
  isWhole: boolean,
): Promise<ModelChanges> {
  const threadIds = new Set(ids)
  const theirs = new Map<string, Set<string>>()
  const theirWords = new Set<string>()
  const theirLines = new Map<string, string>()
  for (const text of erased.flatMap(textsOfThread)) {
    addWordsByStem(text, theirs)
    for (const line of proseLines(text)) {
      const hash = boilerplateHash(line)
      if (hash !== undefined) theirLines.set(hash, line)
    }
    for (const word of wordsOf(text).keys()) theirWords.add(word)
  }
  await store.flushIndex()
  const models: TopicModel[] = []
  const titleWords = new Set<string>()
  const answers = new Map<string, boolean>()
  const isHeldByOthers = async (query: string): Promise<boolean> => {
    const known = answers.get(query) ?? (await isHeld(store, query, threadIds))
    answers.set(query, known)
    return known
  }
  for await (const model of allRecords(store, 'topicModel')) {
    const stems = new Set<string>()
    for (const [stem] of model.space?.words ?? []) {
      if (stem.startsWith('#') || (isWhole && !theirs.has(stem))) continue
      const forms = [...(theirs.get(stem) ?? [])].map((form) => `"${form}"`)
      if (!(await anyOf([stem, ...forms], isHeldByOthers))) stems.add(stem)
    }
    const words = new Set<string>()
    for (const [word, written] of wordsOf(allTopics(model).flatMap(shownTexts).join(' \n'))) {
      if (isWhole && !theirWords.has(word)) continue
      if (await isHeldByOthers(`"${written}"`)) continue
      words.add(word)
      titleWords.add(written)
    }
    const lines = new Set<string>()
    for (const hash of model.boilerplate) {
      const line = theirLines.get(hash)
      if (line === undefined ? isWhole : await isHeldByOthers(asPhrase(line))) continue
      lines.add(hash)
    }
    const changed = forgetWords(model, { stems, words, lines })
    if (changed !== model) models.push(changed)
  }
  return { models, titleWords: [...titleWords] }
}

/** A line as a search asks for its words in a row. One with an address or other numbers is not found, and so forgotten. */
function asPhrase(line: string): string {
  return `"${line.replaceAll('"', ' ')}"`
}

async function anyOf(
  queries: readonly string[],
  holds: (query: string) => Promise<boolean>,
): Promise<boolean> {
  for (const query of queries) if (await holds(query)) return true
  return false
}

/** Whether a thread besides these matches. */
async function isHeld(
  store: ChatStore,
  words: string,
  besides: ReadonlySet<string>,
): Promise<boolean> {
  const limit = Math.min(1000, besides.size + 1)
  for await (const hits of pagesOf((at) => store.searchThreads({ words, limit, ...at }))) {
    if (hits.some(({ id }) => !besides.has(id))) return true
  }
  return false
}

function textsOfThread({ title, messages, revisions }: Thread): string[] {
  const texts = [...messages, ...revisions].flatMap(({ content }) => textsOf(content))
  return title === undefined ? texts : [title, ...texts]
}
