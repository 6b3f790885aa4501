import { expect, it } from 'vitest'
import {
  areOfStudio,
  studioNames,
  studioVector,
} from '../../../src/analysis/topics/text/studio-words.ts'
import { saidWords } from '../../../src/analysis/topics/titles/said-words.ts'
import { shortRequests } from '../../../src/analysis/topics/titles/shorten-request.ts'
import { writtenStems } from '../../../src/analysis/topics/text/topic-words.ts'

it('words of a studio name the same in several languages and forms', () => {
  for (const text of ['a topline', 'dos melodías', 'המנגינה', 'my melodies'])
    expect(studioNames(text), text).toContain('melody')
  expect(studioNames('a train to the airport')).toEqual([])
  expect(studioVector('a train to the airport')).toBeUndefined()
  expect(studioVector('the topline')).toEqual(studioVector('מנגינה'))
})

it('a log is of a studio where many of its texts name something of one', () => {
  const asked = ['master my song', 'mix the vocal', 'a table for two', 'the weather', 'a taxi']
  expect(areOfStudio(asked)).toBe(true)
  expect(areOfStudio([...asked, 'a visa'])).toBe(false)
})

it('words of one name are the same only in a log of a studio', () => {
  const sayers = (isStudio: boolean): number =>
    saidWords(['a topline'], isStudio).sayersOfAll(writtenStems('melodía')).size
  expect([sayers(true), sayers(false)]).toEqual([1, 0])
})

it('a title is not cut behind a word that needs another', () => {
  const found = shortRequests('bridge that gets from G to A')
  expect(found).not.toContain('bridge that gets')
  expect(shortRequests('write a punk verse out of this')).toContain('write a punk verse')
})
