import { expect, it } from 'vitest'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { fitTopics } from '../../../src/analysis/topics/fit/fit-topics.ts'
import { paceOf } from '../../../src/analysis/topics/pace.ts'
import { topicTextOf } from '../../../src/analysis/topics/text/topic-text.ts'
import {
  askedWish,
  wishOfTitle,
  wordsTest,
} from '../../../src/analysis/topics/titles/names-wish.ts'
import { topicTeller } from '../../../src/analysis/topics/topic-teller.ts'
import { threadOf } from '../thread-of.ts'

const POEMS = [
  'write a poem about the harbour at dawn',
  'can you write me a short poem about my cat',
  'please write a poem for my sister, who turns thirty',
  'compose a poem about rust',
  'write a poem with a lighthouse in it',
  'make a poem about the last bus home',
]
/** They speak of poems, and want something else. */
const OF_POEMS = [
  'what does the word lighthouse mean in this poem',
  'translate the poem of my grandmother into Polish',
]
const APART = [
  'why do cats purr at night',
  'install Linux on an old laptop',
  'tax form for a freelance painter',
  'best hikes in northern Peru',
  'fix the chain of a bicycle',
  'train times from Lyon to Paris',
  'remove red wine from a carpet',
  'who won the cup in 1966',
  'how old is the universe',
  'stretching after a long run',
  'cheap phones with a good camera',
  'a logo with a blue whale',
]

const wishOf = (text: string) => askedWish(text, () => new Float32Array(0))

it('of a topic is who wants what it is called, not who speaks of the same', async () => {
  const asked = [...POEMS, ...OF_POEMS, ...APART]
  const analyzer = await openAnalyzer('local')
  const threads = asked.map((words, i) => threadOf([`u: ${words}`], `t${i}`))
  const texts = await Promise.all(
    threads.map(async (thread) => topicTextOf(thread, await analyzer.analyze(thread, {}))),
  )
  const model = await fitTopics(texts, analyzer.key, { numbers: {}, topics: new Map() }, paceOf())
  const [title = ''] = model.topics.map((topic) => topic.title)
  expect(model.topics).toHaveLength(1)
  expect(title).toMatch(/^(?:write|make|compose) (?:me )?an? (?:short )?poem$/i)
  const tell = topicTeller(model)
  const placed = texts.filter((text) => tell(text).topics.length > 0)
  expect(placed.map(({ threadId }) => threadId)).toEqual(POEMS.map((_, i) => `t${i}`))
  const left = texts.map((text) => tell(text).unclassified)
  expect(left.slice(POEMS.length)).toEqual([...OF_POEMS, ...APART].map(() => 'too-far'))
})

it('a thing of a studio is wanted by who asks for it in any language, not where it stands beside', () => {
  const test = wordsTest(['chord'], true)
  expect(test(wishOf('which chords go under this tune'))).toBe(true)
  expect(test(wishOf('dame tres acordes tristes'))).toBe(true)
  expect(test(wishOf('a bass line without any chord'))).toBe(false)
  expect(test(wishOf('write the chorus'))).toBe(false)
})

it.each([
  ['Write a story', 'tell me a story', true],
  ['write a story', 'Summarize the story', false],
  ['write a story', 'write a poem', false],
])('%j and %j ask for the same: %j', (one, other, isSame) => {
  expect(wishOfTitle(one) === wishOfTitle(other)).toBe(isSame)
})
