import { expect, it } from 'vitest'
import { isTitle } from '../../src/analysis/topics/titles/shorten-request.ts'

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
