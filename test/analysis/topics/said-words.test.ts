import { expect, it } from 'vitest'
import { writtenStems } from '../../../src/analysis/topics/text/topic-words.ts'
import { saidWords } from '../../../src/analysis/topics/titles/said-words.ts'

const TEXTS = [
  'plan a trip to Rome with my family',
  'where should we travel in July',
  'the printer prints blank pages',
  'quiero una voz más clara',
]

const sayersOf = (title: string): number[] => [
  ...saidWords(TEXTS, false).sayersOfAll(writtenStems(title)),
]

it('a text says a word in another form, in a word that means the same, and in another language', () => {
  expect(sayersOf('print a page')).toEqual([2])
  expect(new Set(sayersOf('trip'))).toEqual(new Set([0, 1]))
  expect(sayersOf('voice')).toEqual([3])
})

it('of two words both must be said, of three two', () => {
  expect(sayersOf('trip with a printer')).toEqual([])
  expect(sayersOf('family trip to Berlin')).toEqual([0])
})

it('words that mean the same name one thing', () => {
  expect(saidWords([], false).meaningsOf(writtenStems('trip travel'))).toBe(1)
  expect(saidWords([], false).meaningsOf(writtenStems('trip printer'))).toBe(2)
})
