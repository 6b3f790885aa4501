import { textsOf } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { contentStems } from '../local/text/content-words.ts'
import { speakerOf } from '../local/text/read-thread.ts'
import { tokenize } from '../local/text/tokenize.ts'
import { isTopicStopStem } from './topic-stop-words.ts'

/** What a thread says about its topic. */
export interface TopicText {
  readonly threadId: string
  readonly contentHash: string
  /** What the user came for; absent where nothing tells. */
  readonly request?: string
  /** Features with how often they come. */
  readonly counts: ReadonlyMap<string, number>
}

/** Of each user turn the beginning is read, of each thread the first turns; UTF-16 units, turns. */
const TURN_UNITS = 400
const TURNS = 24
/** The request says more than what comes after it. */
const REQUEST_WEIGHT = 2
const TITLE_WEIGHT = 2
/** The first answers name the matter in plainer words than the questions do. */
const ANSWER_WEIGHT = 0.5
const ANSWERS = 2
const WORK = /_start$/
const WORK_WEIGHT = 2
const SPACELESS = /^[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/u

export function topicTextOf(thread: Thread, request: string | undefined): TopicText {
  const counts = new Map<string, number>()
  const add = (text: string, weight: number): void => {
    for (const feature of featuresOf(text)) {
      counts.set(feature, (counts.get(feature) ?? 0) + weight)
    }
  }
  if (request !== undefined) add(request, REQUEST_WEIGHT)
  if (thread.title !== undefined) add(thread.title, TITLE_WEIGHT)
  let answers = 0
  for (const { role, content } of thread.messages.slice(0, TURNS)) {
    const speaker = speakerOf(role)
    if (speaker === 'assistant' && ++answers > ANSWERS) continue
    if (speaker === 'other') continue
    const text = textsOf(content).join('\n').slice(0, TURN_UNITS)
    add(text, speaker === 'user' ? 1 : ANSWER_WEIGHT)
  }
  // What the product began tells the topic in any language.
  for (const { content } of thread.messages) {
    for (const { type } of content) {
      if (WORK.test(type)) counts.set(`#${type}`, WORK_WEIGHT)
    }
  }
  return {
    threadId: thread.id,
    contentHash: thread.contentHash,
    ...(request === undefined ? {} : { request }),
    counts,
  }
}

/** Stems of content words; of scripts without spaces, pairs of neighbours. */
export function featuresOf(text: string): string[] {
  const { words, starts } = tokenize(text)
  const features: string[] = []
  const spaced: string[] = []
  words.forEach((word, i) => {
    if (!SPACELESS.test(word)) {
      spaced.push(word)
      return
    }
    const next = words[i + 1]
    if (next !== undefined && SPACELESS.test(next) && starts[i + 1] === (starts[i] ?? 0) + 1) {
      features.push(word + next)
    }
  })
  for (const stem of contentStems(spaced)) {
    if (stem.length > 1 && !isTopicStopStem(stem)) features.push(stem)
  }
  return features
}
