import { expect, it } from 'vitest'
import { isTitle, shortRequests } from '../../src/analysis/topics/titles/shorten-request.ts'

it.each(['the code', 'that I wrote yesterday', 'they are done', 'of'])(
  '%j names no wish',
  (text) => {
    expect(isTitle(text)).toBe(false)
  },
)

it.each([
  'On peut exporter la chanson',
  'In welcher Datei',
  'the export of stems',
  'weiterleiten an Freunde',
])('%j may stand as a title', (text) => {
  expect(isTitle(text)).toBe(true)
})

it.each([
  ['please give me some non vocal loops', 'give me some non vocal loops'],
  ['no drums in the verse please', 'no drums in the verse'],
  ['remove everything but the piano', 'remove everything but the piano'],
  ['exporta la pista sin las voces', 'exporta la pista sin las voces'],
  ['תכתוב לי בית בלי חרוזים', 'תכתוב לי בית בלי חרוזים'],
])('a title of %j keeps what turns its sense', (request, title) => {
  expect(shortRequests(request)).toEqual([title])
})

it.each(['Hi, can you cancel my free plan for the band?', 'no, write a punk verse about rain'])(
  'each title of %j is a run of its words',
  (request) => {
    const titles = shortRequests(request)
    expect(titles.length).toBeGreaterThan(1)
    for (const title of titles) expect(request).toContain(title)
  },
)
