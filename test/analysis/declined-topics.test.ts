import { expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from './thread-of.ts'

const TRACKS = ['vocals', 'drums', 'bass', 'guitar', 'choir']
const WORK = ['mix', 'balance', 'compress', 'equalize']
const PAID = ['refund', 'invoice', 'card charge', 'subscription fee', 'payment']
const ENDS = ['please', 'today', 'again', 'now']
const UNRELATED = [
  'the capital of Mongolia',
  'a poem on rust',
  'why cats purr',
  'translate gracias',
  'bake rye bread',
  'knee pain after running',
  'install linux on a mac',
  'plot of Hamlet',
  'tax form for artists',
  'best hikes in Peru',
  'name for a parrot',
  'fix a bike chain',
  'sum of primes below ten',
  'history of zippers',
  'learn to juggle',
  'grow basil indoors',
  'what is entropy',
  'repair a lamp',
  'jokes about penguins',
  'train times to Lyon',
  'clean suede shoes',
  'who won in 1966',
  'draw a dragon',
  'sleep better at night',
  'meaning of serendipity',
  'chess opening for black',
  'wedding toast for a brother',
  'cheap flights to Oslo',
  'remove wine stain',
  'python list sort',
]

it('unrelated requests that are declined in the same words make no topic', async () => {
  const store = await openMemoryStore()
  const related = Array.from({ length: 160 }, (_, i) => {
    const end = ENDS[(i >> 3) % ENDS.length]
    const asked =
      i % 2 === 0
        ? `question on my ${PAID[(i >> 1) % PAID.length]} of last month ${end}`
        : `how do I ${WORK[i % WORK.length]} the ${TRACKS[(i >> 2) % TRACKS.length]} in my song`
    return threadOf([`u: ${asked}`], `related-${i}`)
  })
  const declined = UNRELATED.map((asked, i) =>
    threadOf(
      [`u: ${asked}`, 'a: I am sorry, but I cannot help with that request.'],
      `declined-${i}`,
    ),
  )
  await store.mergeThreads([...related, ...declined])
  await runAnalysis(store, await openAnalyzer('local'))
  const rows = await store.listRecords('topicAssignment', { limit: 1000 })
  const placed = rows.filter(({ topics }) => topics.length > 0).map(({ threadId }) => threadId)
  expect(placed.filter((id) => id.startsWith('declined'))).toEqual([])
  expect(placed.length).toBeGreaterThan(130)
})
