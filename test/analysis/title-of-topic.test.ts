import { expect, it } from 'vitest'
import { tokenize } from '../../src/analysis/local/text/tokenize.ts'
import { isAskingWord, wayOfAsking } from '../../src/analysis/topics/titles/way-of-asking.ts'
import {
  isTitle,
  shortRequests,
  wishHeads,
} from '../../src/analysis/topics/titles/shorten-request.ts'

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

// Words are compared without their accents, and so have to be those of the lists.
it.each([
  ['¿Cómo grabo la voz?', 'how do I record a voice?'],
  ['¿Qué es un acorde?', 'what is a chord?'],
  ['¿Dónde está mi canción?', 'where is my song?'],
  ['écris une chanson', 'write a song'],
  ['erkläre den Refrain', 'explain the chorus'],
  ['übersetze den Refrain', 'translate the chorus'],
  ['faça uma música', 'make a song'],
  ['сделай песню', 'make a song'],
])('%j asks in the way of %j', (said, english) => {
  expect(wayOfAsking(said)).toBe(wayOfAsking(english))
  expect(isAskingWord(tokenize(said).words[0] ?? '')).toBe(true)
})

it('an accented word leads on to a detail', () => {
  expect(wishHeads('schreib ein Lied für die Hochzeit meiner Schwester')).toBe('schreib ein Lied')
})
