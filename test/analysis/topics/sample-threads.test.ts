import { expect, it } from 'vitest'
import type { Sampled } from '../../../src/analysis/topics/sample-threads.ts'
import { SAMPLE, sampleThreads } from '../../../src/analysis/topics/sample-threads.ts'

const DAY = 86_400_000
const LANGUAGES = ['en', 'he', 'es']

function sampled(id: string, lastMessageAt: string, language: string): Sampled {
  return { summary: { id, lastMessageAt }, analysis: { language } }
}

function threads(count: number, days: number): Sampled[] {
  return Array.from({ length: count }, (_, i) => {
    const time = new Date(Date.UTC(2010, 0, 1) + (i % days) * DAY).toISOString()
    return sampled(`t${i}`, time, LANGUAGES[i % LANGUAGES.length] ?? '')
  })
}

async function* pages(all: readonly Sampled[]): AsyncGenerator<Sampled[]> {
  for (let from = 0; from < all.length; from += 100) yield all.slice(from, from + 100)
}

it('is the same whatever order threads come in, also where days are too many to be told apart', async () => {
  const all = threads(SAMPLE + 5000, 4000)
  const one = await sampleThreads(pages(all))
  const other = await sampleThreads(pages(all.toReversed()))
  expect(one).toHaveLength(SAMPLE)
  expect(new Set(one).size).toBe(SAMPLE)
  expect(other).toEqual(one)
})

it('holds what is rare: the few threads of a language and a month', async () => {
  const rare = Array.from({ length: 15 }, (_, i) =>
    sampled(`rare${i}`, '2024-05-0' + ((i % 9) + 1) + 'T10:00:00Z', 'fr'),
  )
  const found = await sampleThreads(pages([...threads(SAMPLE * 3, 4000), ...rare]))
  expect(found.filter((id) => id.startsWith('rare'))).toHaveLength(15)
})
