import { describe, expect, it } from 'vitest'
import { analyze, kindsAfter, kindsOf } from './thread-of.ts'

describe('the language', () => {
  it.each([
    ['en', 'could you make the vocals a bit louder in the chorus?'],
    ['he', 'אפשר להגביר קצת את ה-vocals ב-chorus בבקשה?'],
    ['es', '¿puedes subir un poco la voz en el estribillo?'],
    ['fr', 'peux-tu monter un peu la voix dans le refrain ?'],
    ['de', 'kannst du die Stimme im Refrain etwas lauter machen?'],
    ['pt', 'você pode aumentar um pouco a voz no refrão, por favor?'],
    ['ar', 'هل يمكنك رفع الصوت قليلا في اللازمة؟'],
    ['ru', 'можешь сделать голос громче в припеве?'],
    ['zh', '可以把副歌里的人声调大一点吗？'],
    ['ja', 'サビのボーカルをもう少し大きくできますか？'],
  ])('%s: %s', async (language, words) => {
    expect((await analyze(`u: ${words}`)).language).toBe(language)
  })

  it('a turn of one word takes the thread’s', async () => {
    const analysis = await analyze('u: אפשר עוד בית לשיר?', 'a: כן, הנה עוד בית לשיר שלך.', 'u: ok')
    expect(analysis.language).toBe('he')
    expect(kindsOf(analysis)).toEqual([])
  })

  it('code and what is quoted do not count', async () => {
    const analysis = await analyze(
      'u: ¿por qué falla esto?\n```\nfor (const the of and) { if (is) return not }\n```',
    )
    expect(analysis.language).toBe('es')
  })

  it('is absent where nothing tells', async () => {
    expect((await analyze('u: 123 !!!')).language).toBeUndefined()
  })
})

describe('an answer in another language', () => {
  it.each([
    [
      'איך כותבים פזמון טוב לשיר אהבה?',
      'A good chorus is short and it says one thing again and again.',
    ],
    [
      '¿cómo escribo un buen estribillo?',
      'A good chorus is short and it says one thing again and again.',
    ],
    [
      'how do I write a good chorus for this song?',
      'פזמון טוב הוא קצר, והוא אומר דבר אחד שוב ושוב.',
    ],
  ])('%s', async (asked, answered) => {
    expect(await kindsAfter(asked, answered)).toEqual(['other-language'])
  })

  it.each([
    [
      'asked for',
      [
        'u: תכתוב לי בבקשה שורה באנגלית על הים',
        'a: The sea is waiting for you, and it is not in a hurry.',
      ],
    ],
    [
      'followed',
      [
        'u: how do I write a good chorus for this song?',
        'a: A good chorus is short and it says one thing.',
        'u: אז איך מתחילים לכתוב אותו?',
        'a: מתחילים מהשורה שהכי קל לזכור.',
      ],
    ],
    ['a term', ['u: מה זה אומר?', 'a: Sidechain']],
  ])('is not where it is %s', async (_, lines) => {
    expect(kindsOf(await analyze(...lines))).toEqual([])
  })
})
