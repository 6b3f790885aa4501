import { describe, expect, it } from 'vitest'
import { analyze, kindsOf } from './thread-of.ts'

const VAGUE = {
  en: 'a: It depends on many things, and on taste.',
  he: 'a: זה תלוי בהרבה דברים, וגם בטעם.',
  es: 'a: Eso depende de muchas cosas, y también del gusto.',
}

describe('a repeated question', () => {
  it.each([
    [
      'en' as const,
      'how do I sidechain the bass to the kick?',
      'ok but how do I sidechain the bass?',
      'as I said, how do I sidechain the bass?? step by step',
    ],
    [
      'es' as const,
      '¿cómo quito el ruido de la grabación?',
      'sí, pero ¿cómo quito el ruido?',
      'pregunto otra vez, ¿¿cómo quito el ruido de la grabación??',
    ],
  ])('%s', async (language, ...asked) => {
    const analysis = await analyze(...asked.flatMap((words) => [`u: ${words}`, VAGUE[language]]))
    expect(kindsOf(analysis)).toContain('asked-again')
    const again = analysis.failures.find(({ kind }) => kind === 'asked-again')
    expect(again?.evidence.map(({ role }) => role)).toEqual(['request', 'answer', 'reaction'])
  })

  it.each([
    ['en' as const, 'yes', 'yes', 'yes'],
    ['en' as const, 'what key is it in?', 'and the tempo?', 'how long is the outro?'],
    [
      'en' as const,
      'write a verse about rain',
      'now a chorus about rain',
      'thanks, and a bridge about the rain?',
    ],
    ['he' as const, 'תכתוב בית על הים', 'מעולה, עכשיו פזמון', 'תודה!'],
  ])('is not, %s: %s / %s / %s', async (language, ...asked) => {
    const analysis = await analyze(...asked.flatMap((words) => [`u: ${words}`, VAGUE[language]]))
    expect(kindsOf(analysis)).not.toContain('asked-again')
  })

  it.each([
    [
      'who calls his own question unclear',
      'u: how loud is the kick?',
      VAGUE.en,
      'u: sorry, my question was unclear, how loud shall the kick drum be?',
    ],
    [
      'who calls one answer wrong after another',
      'u: The second answer is incorrect',
      'a: I apologize for the mistake. The first one is right.',
      'u: The answer, the second, is incorrect',
    ],
    [
      'who speaks of a question that is given',
      'u: Question 30: how loud is the kick?',
      VAGUE.en,
      'u: note that the question was preceded by a number',
    ],
  ])('is none: %s', async (_, ...lines) => {
    expect(kindsOf(await analyze(...lines))).not.toContain('asked-again')
  })

  it('is none without an answer between', async () => {
    const ask = 'u: how do I sidechain the bass to the kick?'
    expect(kindsOf(await analyze(ask, ask, ask))).toEqual([])
  })
})
