import { eld } from 'eld/large'
import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectByNGrams } from '../../src/analysis/local/language/n-grams/detect-by-n-grams.ts'

/** What ELD itself says, in our words. */
function byEld(text: string) {
  const result = eld.detect(text)
  if (result.language === '') return undefined
  const [first = 0, second = 0] = Object.values(result.getScores()).sort((a, b) => b - a)
  return { language: result.language, isReliable: result.isReliable(), lead: first - second }
}

const TEXTS = [
  'can you make the kick louder in the second half?',
  'don’t you think that it’s too loud? ‘tis what I’d say',
  "'quoted' and ``ticked`` and rock 'n' roll",
  'der Bass ist zu laut, mach ihn bitte leiser',
  '¿puedes subir el volumen de la guitarra en el estribillo?',
  'não consigo exportar a faixa, aparece um erro',
  'le son est coupé à la fin du morceau',
  'το τραγούδι είναι πολύ γρήγορο',
  'сделай бас потише и добавь тарелки',
  'תגביר את הגיטרה בפזמון בבקשה',
  'ارفع صوت الطبل قليلا',
  '把鼓的声音调小一点',
  'İSTANBUL’DA ÇALAN ŞARKI',
  'a ab abc abcd abcde abcdef abcdefg abcdefgh',
  `${'nosuchword'.repeat(30)} end`,
  'w\u{1D4B6}rd \u{20BB7} 12 34 5656 9819 😀 \ud800 x',
]

describe('language by n-grams', () => {
  it('is what ELD says, word for word', () => {
    for (const text of TEXTS) expect([text, detectByNGrams(text)]).toEqual([text, byEld(text)])
  })

  it('is what ELD says of any mixture of words, of any length', () => {
    const words = constantFrom(...TEXTS.flatMap((text) => text.split(' ')))
    const joined = array(words, { maxLength: 120 }).map((list) => list.join(' '))
    assert(
      property(joined, (text) => {
        expect(detectByNGrams(text)).toEqual(byEld(text))
      }),
      { numRuns: 500 },
    )
  })

  it('says nothing where there are no words', () => {
    for (const text of ['', ' ', '12 34', '😀']) expect(detectByNGrams(text)).toBeUndefined()
  })
})
