import { shownOf } from '../../../domain/analysis/analysis.ts'
import type { Analysis, Fulfilment } from '../../../domain/analysis/analysis.ts'
import { given } from '../../../domain/values/given.ts'
import { textsOf } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { contentStems } from '../../local/text/content-words.ts'
import { speakerOf } from '../../speaker.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { proseLines } from './prose.ts'

/** Something that was asked, as lines of prose. */
export interface TopicRequest {
  readonly messageId?: string
  readonly lines: readonly string[]
  /** Of a need: the words that declined it. */
  readonly declined?: readonly string[]
}

/** What a thread says about its topics. */
export interface TopicText {
  readonly threadId: string
  readonly contentHash: string
  /** BCP 47. */
  readonly language?: string
  /** Whose it is. */
  readonly user?: string
  readonly title?: string
  /** What the user asks for, in order; empty where nothing is asked. */
  readonly requests: readonly TopicRequest[]
  /** What the user says beside: details of a request, and what comes after it. */
  readonly details: readonly TopicRequest[]
  /** What the first request that was served got, where the analysis holds that one was; at most one. */
  readonly answers: readonly TopicRequest[]
  /** Types of work that the product began: they tell the topic in any language. */
  readonly work: readonly string[]
  readonly failures: readonly TopicRequest[]
  readonly needs: readonly TopicRequest[]
}

/** User turns that are read, and UTF-16 units of all of them together. */
const TURNS = 24
const UNITS = 4000
/** A turn of so many words may ask for something, whatever the words. */
const FEWEST_WORDS = 4
const WORK = /_start$/
const SERVED: ReadonlySet<Fulfilment> = new Set(['answered', 'partly', 'unknown'])

export function topicTextOf(thread: Thread, analysis: Analysis): TopicText {
  const { requests, details } = turnsOf(thread, analysis)
  const { language } = analysis
  const user = thread.messages.find(({ userId }) => userId !== undefined)?.userId
  const work = thread.messages.flatMap(({ content }) =>
    content.flatMap(({ type }) => (WORK.test(type) ? [`#${type}`] : [])),
  )
  return {
    threadId: thread.id,
    contentHash: thread.contentHash,
    ...(language === undefined ? {} : { language }),
    ...(user === undefined ? {} : { user }),
    ...(thread.title === undefined ? {} : { title: thread.title }),
    requests,
    details,
    answers: firstAnswer(thread, analysis),
    work: [...new Set(work)],
    failures: failedRequests(analysis, requests),
    needs: wishesOf(analysis),
  }
}

/**
 * User turns that say something of their own, apart by whether the analysis took them for a request. Where it
 * took none, the first is one.
 */
function turnsOf(thread: Thread, analysis: Analysis): Pick<TopicText, 'requests' | 'details'> {
  const asked = new Set(analysis.requests.map(({ messageId }) => messageId))
  const turns: (TopicRequest & { messageId: string })[] = []
  let units = 0
  for (const { id, role, content } of thread.messages) {
    if (speakerOf(role) !== 'user') continue
    const lines = proseLines(textsOf(content).join('\n'))
    if (!isTelling(lines.join('\n'))) continue
    turns.push({ messageId: id, lines })
    units += lines.reduce((sum, line) => sum + line.length, 0)
    if (turns.length === TURNS || units > UNITS) break
  }
  const requests = turns.filter(({ messageId }) => asked.has(messageId))
  if (requests.length === 0) requests.push(...turns.slice(0, 1))
  return { requests, details: turns.filter((turn) => !requests.includes(turn)) }
}

/** The answer to the first request that was served: what is declined alike is about nothing in common. */
function firstAnswer({ messages }: Thread, { requests }: Analysis): TopicRequest[] {
  const served = new Set(
    requests.flatMap(({ fulfilment, messageId }) => (SERVED.has(fulfilment) ? [messageId] : [])),
  )
  const at = messages.findIndex(({ id }) => served.has(id))
  if (at < 0) return []
  for (const { id, role, content } of messages.slice(at + 1)) {
    const speaker = speakerOf(role)
    if (speaker === 'user') return []
    const lines = speaker === 'assistant' ? proseLines(textsOf(content).join('\n')) : []
    if (isTelling(lines.join('\n'))) return [{ messageId: id, lines }]
  }
  return []
}

/** Whether a turn may ask for something: "ok, thanks" doesn't, "where are you from" does. */
function isTelling(text: string): boolean {
  const { words } = tokenize(text)
  return words.length >= FEWEST_WORDS || contentStems(words).length > 0
}

/**
 * Needs as something asked, by their labels: whole requests. The words that declined them tell those apart that sound
 * alike. Work that the product has and that failed at is no need of it, but a failure.
 */
function wishesOf({ unmetNeeds }: Analysis): TopicRequest[] {
  return shownOf(unmetNeeds)
    .filter(({ items }) => items === undefined)
    .map(({ label, evidence }) => {
      const answers = evidence.filter(({ role }) => role === 'answer')
      const wish = { lines: [label], declined: answers.map(({ quote }) => quote) }
      return Object.assign(wish, given({ messageId: evidence[0]?.messageId }))
    })
}

/** The requests that a failure speaks of: those of the messages that it quotes. */
function failedRequests(analysis: Analysis, requests: readonly TopicRequest[]): TopicRequest[] {
  const quoted = new Set(
    shownOf(analysis.failures).flatMap(({ evidence }) =>
      evidence.map(({ messageId }) => messageId),
    ),
  )
  return requests.filter(({ messageId }) => messageId !== undefined && quoted.has(messageId))
}
