import { allTopics } from '../../domain/analysis/topic-model.ts'
import type { TopicModel } from '../../domain/analysis/topic-model.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import { openEncoder } from '../encoder/encoder.ts'
import { TOPIC_VERSION } from './fit/fit-topics.ts'
import { highestNumbers } from './fit/match-topics.ts'
import type { IdNumbers, ModelsBefore } from './fit/match-topics.ts'

/** A model is large, and the newest is mostly that of the key. */
const AT_ONCE = 3

/** The newest topic model under a key: the one whose titles are shown. Undefined while there is none. */
export async function currentTopicModel(
  store: ChatStore,
  analyzerKey: string,
): Promise<TopicModel | undefined> {
  for await (const model of allRecords(store, 'topicModel', {
    descending: true,
    limit: AT_ONCE,
  })) {
    if (model.analyzerKey === analyzerKey) return model
  }
  return undefined
}

/** The same, unless it is of another version, of method or encoder, and so not assigned to. */
export async function usableModel(
  store: ChatStore,
  analyzerKey: string,
): Promise<TopicModel | undefined> {
  const model = await currentTopicModel(store, analyzerKey)
  if (model?.version !== TOPIC_VERSION) return undefined
  return model.space?.encoder === openEncoder().version ? model : undefined
}

/**
 * The newest model of a key, and the numbers that ids of all its models have used. One model is enough that knows them;
 * of those that older versions made each is read, a few at a time.
 */
export async function modelsBefore(
  store: ChatStore,
  analyzerKey: string,
): Promise<Pick<ModelsBefore, 'last' | 'numbers'>> {
  let last: TopicModel | undefined
  let numbers: IdNumbers = {}
  for await (const model of allRecords(store, 'topicModel', {
    descending: true,
    limit: AT_ONCE,
  })) {
    if (model.analyzerKey !== analyzerKey) continue
    last ??= model
    numbers = highestNumbers(numbers, allTopics(model))
    if (model.numbers === undefined) continue
    const known = Object.entries(model.numbers).map(([letter, number]) => ({
      id: `${letter}${number}`,
    }))
    numbers = highestNumbers(numbers, known)
    break
  }
  return last === undefined ? { numbers } : { last, numbers }
}
