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

const PRODUCTS = [
  'refund my invoice, I cancelled the plan',
  'where do I see my credits and the billing address',
  'download the file as zip',
  'rotate my API key',
  'scale the master branch in dark mode',
  'the cover letter needs a bridge section',
  'quiero el reembolso de mi factura, la caja no llegó',
  'necesito otra tarjeta de pago',
  'תבטלו את המנוי, יש חיוב כפול',
  'איפה החשבונית של הבית',
]

it('words of any product make no log one of a studio', () => {
  expect(areOfStudio(PRODUCTS)).toBe(false)
  expect(areOfStudio([])).toBe(false)
})

it('a log is of a studio where words of music alone stand in many texts and name several things', () => {
  const music = ['the drums are late', 'sube el estribillo', 'איזה אקורדים יש כאן', 'dry the vocal']
  expect(areOfStudio([...music, ...PRODUCTS])).toBe(true)
  expect(areOfStudio([...music, ...PRODUCTS, ...PRODUCTS, ...PRODUCTS])).toBe(false)
  expect(areOfStudio(['a singer', 'two singers', 'le chorus', 'my vocals'])).toBe(false)
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
  expect(shortRequests('how do i get the chords out as a file')).toContain(
    'how do i get the chords out',
  )
  expect(shortRequests('which scale fits with a minor seventh')).toContain('which scale fits')
  expect(shortRequests('what fits with a minor seventh')).not.toContain('what fits')
})
