import { expect, it } from 'vitest'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { fitTopics } from '../../../src/analysis/topics/fit/fit-topics.ts'
import { paceOf } from '../../../src/analysis/topics/pace.ts'
import { topicTextOf } from '../../../src/analysis/topics/text/topic-text.ts'
import { topicTeller } from '../../../src/analysis/topics/topic-teller.ts'
import type { TopicAssignment, TopicModel } from '../../../src/domain/analysis/topic-model.ts'
import { threadOf } from '../thread-of.ts'

const RECIPES = [
  'lentil soup',
  'apple pie',
  'rye bread',
  'fish curry',
  'mango salad',
  'onion rings',
  'plum jam',
  'rice pudding',
]
/** No two of them want the same. */
const APART = [
  'why do cats purr at night',
  'translate this letter into Polish',
  'install Linux on an old laptop',
  'the plot of Hamlet in short',
  'tax form for a freelance painter',
  'best hikes in northern Peru',
  'fix the chain of a bicycle',
  'train times from Lyon to Paris',
  'wedding toast for my brother',
  'remove red wine from a carpet',
  'sort a list in Python',
  'who won the cup in 1966',
  'a logo with a blue whale',
  'how old is the universe',
  'stretching after a long run',
  'cheap phones with a good camera',
]

async function fitted(asked: readonly string[]): Promise<[TopicModel, TopicAssignment[]]> {
  const analyzer = await openAnalyzer('local')
  const threads = asked.map((words, i) => threadOf([`u: ${words}`], `t${i}`))
  const texts = await Promise.all(
    threads.map(async (thread) => topicTextOf(thread, await analyzer.analyze(thread, {}))),
  )
  const model = await fitTopics(texts, analyzer.key, { numbers: {}, topics: new Map() }, paceOf())
  return [model, texts.map(topicTeller(model))]
}

it('a topic is called by what its members share, not by the detail of one', async () => {
  const [model, assigned] = await fitted([
    ...RECIPES.map((dish) => `give me a recipe for ${dish}`),
    ...APART,
  ])
  expect(model.topics.map(({ title }) => title)).toEqual(
    ['recipe'].map(() => expect.stringMatching(/recipe/)),
  )
  const [title = ''] = model.topics.map((topic) => topic.title)
  for (const dish of RECIPES) expect(title).not.toContain(dish)
  const placed = assigned.filter(({ topics }) => topics.length > 0).map(({ threadId }) => threadId)
  expect(placed.toSorted()).toEqual(RECIPES.map((_, i) => `t${i}`))
})

it('unrelated requests are no topic, and neither are signs without words', async () => {
  const signs = ['🎉🎉', '😂😂😂', '👍', '🔥 🔥', '🎸', '😅', '❤️', '🙏🙏', '🥳', '🎶', '💯', '✨']
  const [model, assigned] = await fitted([...APART, ...signs])
  expect(model.topics).toEqual([])
  expect(model.small).toEqual([])
  expect(assigned.slice(APART.length).map(({ unclassified }) => unclassified)).toEqual(
    signs.map(() => 'no-request'),
  )
})

it('a number stands in no title', async () => {
  const [model, assigned] = await fitted([
    ...Array.from({ length: 8 }, () => 'continue with the next 30 rows'),
    ...APART,
  ])
  expect(model.topics.filter(({ title }) => /\d/u.test(title))).toEqual([])
  expect(assigned).toHaveLength(8 + APART.length)
})
