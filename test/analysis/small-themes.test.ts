import { expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { fitTopics } from '../../src/analysis/topics/fit/fit-topics.ts'
import { paceOf } from '../../src/analysis/topics/pace.ts'
import { seededRandom } from '../../src/analysis/topics/seeded-random.ts'
import { topicTeller } from '../../src/analysis/topics/topic-teller.ts'
import { topicTextOf } from '../../src/analysis/topics/text/topic-text.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { threadOf } from './thread-of.ts'

/** What everybody asks about, in many forms. */
const ASKS = ['how do I', 'help me', 'I want to', 'can you show me how to', 'what is the way to']
const DOES = [
  'clean',
  'buy',
  'paint',
  'repair',
  'move',
  'describe',
  'sell',
  'draw',
  'store',
  'open',
]
const THINGS =
  'kitchen table,bicycle wheel,garden fence,winter coat,fish tank,paper lamp,stone bridge,old piano,train ticket,apple tree,school book,leather shoe,coffee machine,birthday cake,wooden boat'
const WHERE = [
  'at home',
  'in the city',
  'for my mother',
  'before summer',
  'without tools',
  'by hand',
]

const PLANTED: Readonly<Record<string, readonly string[]>> = {
  refund: [
    'I want my money back for the subscription',
    'refund my subscription payment please',
    'please refund the money I paid for my subscription',
    'give me a refund of the subscription money',
    'my subscription payment should be refunded',
    'get the money for the subscription refunded',
  ],
  password: [
    'I forgot my password and cannot log in',
    'reset the password of my account, I cannot log in',
    'my login password does not work, reset it',
    'how to reset a forgotten login password',
    'cannot log in to my account, password forgotten',
    'send me a new password for the login',
  ],
}

it('themes of a few threads among hundreds are listed, each by itself: as a topic, or as small where no topic tells them', async () => {
  const analyzer = await openAnalyzer('local')
  const threads = [...everyday(300), ...planted()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const texts = await Promise.all(
    threads.map(async (thread) => topicTextOf(thread, await analyzer.analyze(thread, {}))),
  )
  const before = { numbers: {}, topics: new Map() }
  const model = await fitTopics(texts, analyzer.key, before, paceOf())
  const assigned = texts.map(topicTeller(model))
  for (const name of Object.keys(PLANTED)) {
    const found = [...model.topics, ...model.small].filter(({ id }) => {
      const members = assigned.filter(({ topics, small }) =>
        [...topics, ...small].some((theme) => theme.id === id),
      )
      const own = members.filter(({ threadId }) => threadId.startsWith(name))
      return own.length >= 3 && own.length > members.length * 0.6
    })
    expect(found, name).toHaveLength(1)
  }
})

function everyday(count: number): Thread[] {
  const random = seededRandom(1)
  const one = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  return Array.from({ length: count }, (_, i) => {
    const asked = [one(ASKS), one(DOES), 'the', one(THINGS.split(',')), one(WHERE)].join(' ')
    return threadOf([`u: ${asked}`], `everyday-${i}`)
  })
}

function planted(): Thread[] {
  return Object.entries(PLANTED).flatMap(([name, asked]) =>
    asked.map((words, i) => threadOf([`u: ${words}`], `${name}-${i}`)),
  )
}
