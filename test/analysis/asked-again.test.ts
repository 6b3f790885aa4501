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

describe('a wish in the very same words', () => {
  it.each([
    ['en' as const, 'give me a list of scales for a sad ballad'],
    ['es' as const, 'dame una lista de escalas para una balada triste'],
    ['he' as const, 'תן רשימה של סולמות לבלדה עצובה בגיטרה'],
  ])('is asked again: %s', async (language, words) => {
    const analysis = await analyze(`u: ${words}`, VAGUE[language], `u: ${words}`, VAGUE[language])
    expect(kindsOf(analysis)).toContain('asked-again')
  })

  it('is asked again however long it is', async () => {
    const words = `u: write a chorus about ${'rain on the window and the road to the sea, '.repeat(10)}`
    expect(kindsOf(await analyze(words, VAGUE.en, words))).toContain('asked-again')
  })

  it('is none after an answer that by its looks served', async () => {
    const words = 'u: give me a list of scales for a sad ballad'
    const answer = `a: Here are ten of them. ${'The natural minor scale is sad, and so is the Dorian one. '.repeat(4)}`
    expect(kindsOf(await analyze(words, answer, words))).not.toContain('asked-again')
  })

  it.each([
    ['that leans on the answer', 'please expand your last chorus lyrics', VAGUE.en],
    ['that answers a question', 'sad ballad on piano', 'a: What shall it sound like?'],
    ['of few words', 'louder drums', VAGUE.en],
  ])('%s is none: %s', async (_, words, answer) => {
    const talk = [`u: ${words}`, answer, `u: ${words}`, answer]
    expect(kindsOf(await analyze(...talk))).not.toContain('asked-again')
  })
})

describe('after a decline', () => {
  const DECLINED = {
    en: ['u: export my song as stems', 'a: I am sorry, but I cannot export your song as stems.'],
    es: ['u: exporta mi canción en pistas', 'a: Lo siento, pero no puedo exportar tu canción.'],
    he: ['u: תייצא את השיר שלי לערוצים', 'a: מצטער, אני לא יכול לייצא את השיר שלך.'],
  }

  it.each([
    ['en' as const, 'I really need the stems of my song'],
    ['en' as const, 'are you sure that you cannot export the stems?'],
    ['en' as const, 'could you check that again, please?'],
    ['en' as const, 'is there really no way to export stems?'],
    ['es' as const, 'de verdad necesito exportar la canción'],
    ['he' as const, 'אני באמת צריך לייצא את השיר'],
  ])('who insists asks again: %s %s', async (language, words) => {
    const analysis = await analyze(...DECLINED[language], `u: ${words}`)
    const again = analysis.failures.find(({ kind }) => kind === 'asked-again')
    expect(again?.evidence.map(({ role }) => role)).toEqual(['request', 'answer', 'reaction'])
  })

  it.each([
    'I really need a mix of 24 bits',
    'I really need another song',
    'I really need a title for it',
    'okay, then write a second verse',
  ])('who wants something else does not: %s', async (words) => {
    expect(kindsOf(await analyze(...DECLINED.en, `u: ${words}`))).not.toContain('asked-again')
  })

  it('who takes what it offers does not', async () => {
    const offer =
      'a: I am sorry, but I cannot export your song as stems. Shall I export your song as one file?'
    const words = 'u: export my song'
    expect(kindsOf(await analyze(words, offer, words))).not.toContain('asked-again')
    const plain = 'a: I am sorry, but I cannot export your song as stems.'
    expect(kindsOf(await analyze(words, plain, words))).toContain('asked-again')
  })

  it('names the asking that was declined, where something was told between', async () => {
    const analysis = await analyze(
      'u: I want a refund for the insurance of my account',
      'a: What is your name?',
      'u: The user is called Ann, and the account is the old one.',
      'a: Unfortunately, I cannot process a refund for the insurance of your account.',
      'u: could you check the refund again?',
    )
    const again = analysis.failures.find(({ kind }) => kind === 'asked-again')
    expect(again?.evidence.map(({ messageId }) => messageId)).toEqual(['m0', 'm3', 'm4'])
  })
})
