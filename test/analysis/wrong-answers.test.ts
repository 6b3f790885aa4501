import { describe, expect, it } from 'vitest'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { analyze } from './thread-of.ts'

const ANSWER =
  'a: The relative minor of C major is the key of E minor, and so the verse can stay on these chords until the bridge comes, where the bass goes down to a D and the drums leave the first beat out.'
const ANSWERS: Readonly<Record<string, string>> = {
  en: ANSWER,
  he: 'a: הסולם המינורי המקביל של דו מז׳ור הוא מי מינור, ולכן הבית יכול להישאר על האקורדים האלה עד הגשר.',
  es: 'a: La relativa menor de do mayor es mi menor, así que la estrofa puede quedarse en estos acordes hasta el puente.',
  fr: 'a: La relative mineure de do majeur est mi mineur, donc le couplet peut rester sur ces accords jusqu’au pont.',
  de: 'a: Die Paralleltonart von C-Dur ist e-Moll, also kann die Strophe bis zur Bridge auf diesen Akkorden bleiben.',
}
const ASKED: Readonly<Record<string, string>> = {
  en: 'u: which key is the relative minor of C major?',
  he: 'u: מה הסולם המינורי המקביל של דו מז׳ור?',
  es: 'u: ¿cuál es la relativa menor de do mayor?',
  fr: 'u: quelle est la relative mineure de do majeur ?',
  de: 'u: welche Tonart ist die Paralleltonart von C-Dur?',
}

async function wrongIn(language: string, reaction: string, next?: string) {
  const talk = [ASKED[language] ?? '', ANSWERS[language] ?? '', `u: ${reaction}`]
  return wrongOf(await analyze(...talk, ...(next === undefined ? [] : [`a: ${next}`])))
}

function wrongOf({ failures }: Analysis) {
  return failures.find(({ kind }) => kind === 'wrong')
}

describe('an answer was wrong', () => {
  it.each([
    ['en', 'no, that is wrong, it is A minor', 'It is A minor: the two keys share all notes.'],
    ['he', 'זה לא נכון, זה לה מינור', 'לה מינור: לשני הסולמות אותם צלילים.'],
    ['es', 'eso es incorrecto, es la menor', 'La menor: las dos tonalidades comparten las notas.'],
    ['fr', "c'est faux, c'est la mineur", 'La mineur : les deux tonalités ont les mêmes notes.'],
    ['de', 'das ist falsch, es ist a-Moll', 'Es ist a-Moll: beide Tonarten haben dieselben Töne.'],
  ])('where it is called so: %s', async (language, reaction, next) => {
    const told = await wrongIn(language, reaction, next)
    expect(told?.evidence.map(({ role }) => role)).toEqual(['answer', 'reaction'])
    expect(told?.noticedBy).toBe('user')
  })

  it.each([
    ['en', 'hm, really?', 'I made a mistake in the key: it is A minor.'],
    ['he', 'בטוח?', 'טעיתי, זה לה מינור.'],
    ['es', '¿seguro?', 'Me equivoqué: es la menor.'],
    ['fr', 'vraiment ?', 'Je me suis trompé : c’est la mineur.'],
    ['de', 'wirklich?', 'Ich habe mich geirrt: Es ist a-Moll.'],
  ])(
    'where the assistant owns a mistake, whatever it was asked: %s',
    async (...[language, u, a]) => {
      expect((await wrongIn(language, u, a))?.evidence.at(-1)?.role).toBe('answer')
    },
  )

  it.each([
    ['en', 'that is not what I asked for', 'I apologize for misunderstanding. You want A minor.'],
    ['he', 'זה לא מה שביקשתי', 'לא הבנתי נכון. הנה הסולם: לה מינור.'],
    ['es', 'no es lo que pedí', 'Te entendí mal. La tonalidad es la menor.'],
    ['fr', "ce n'est pas ce que j'ai demandé", "J'ai mal compris. C’est la mineur."],
    ['de', 'das war nicht die Frage', 'Ich habe deine Frage falsch verstanden. Es ist a-Moll.'],
  ])('where it passed by what was asked, and that is admitted: %s', async (...[language, u, a]) => {
    expect((await wrongIn(language, u, a))?.evidence).toHaveLength(3)
  })

  it.each([
    ['en', 'no, it should be A minor, not E minor', "You're right, I apologize for the confusion."],
    ['en', 'no, it should be A minor, not E minor', "I'm sorry, you are right. It is A minor."],
    ['he', 'לא, זה צריך להיות לה מינור ולא מי מינור', 'אתה צודק, סליחה. זה לה מינור.'],
    ['es', 'no, debería ser la menor, no mi menor', 'Tienes razón, perdón. Es la menor.'],
    ['fr', 'non, ça devrait être la mineur', 'Vous avez raison, désolé. C’est la mineur.'],
    ['de', 'nein, das müsste a-Moll sein', 'Du hast recht, Entschuldigung. Es ist a-Moll.'],
  ])('where it is corrected, and the user is right: %s', async (...[language, u, a]) => {
    expect((await wrongIn(language, u, a))?.evidence.at(-1)?.role).toBe('answer')
  })

  it.each([
    'That chord does not exist, I looked it up',
    'the function you named does not exist',
    'your link does not exist',
  ])('where what it speaks of does not exist: %s', async (reaction) => {
    expect(await wrongIn('en', reaction, 'Here is another one.')).toBeDefined()
  })

  it.each([
    ['en', 'your entire answer is wrong, it is A minor', 'It is A minor.'],
    ['en', 'that is wrong, the rest of the band plays A minor', 'It is A minor.'],
    ['es', 'eso es incorrecto, el resto de la banda toca la menor', 'La menor.'],
  ])(
    'where all of it is called so, or the rest stands in it: %s %s',
    async (...[language, u, a]) => {
      expect((await wrongIn(language, u, a))?.evidence[1]?.role).toBe('reaction')
    },
  )

  it.each([
    ['True or false: a fifth has seven semitones.', 'false', 'Not so: it has seven.'],
    ['¿Verdadero o falso? Una quinta tiene siete semitonos.', 'falso', 'No: tiene siete.'],
  ])('never in a quiz: %s', async (question, word, next) => {
    const talk = ['u: quiz me on intervals', `a: ${question}`, `u: ${word}`, `a: ${next}`]
    expect(wrongOf(await analyze(...talk))).toBeUndefined()
    expect(await wrongIn('en', 'wrong', 'It is A minor.')).toBeDefined()
  })

  it('where an apology for a mistake follows the user who points at one', async () => {
    const next = 'I apologize for the mistake. Here is the corrected line.'
    expect(await wrongIn('en', 'still does not work, the note is off', next)).toBeDefined()
    expect(await wrongIn('en', 'and which one is it for G major?', next)).toBeUndefined()
  })
})

describe('no answer was wrong', () => {
  it.each([
    ['en', 'I meant the key of the chorus', 'I apologize for misunderstanding. It is A minor.'],
    ['he', 'התכוונתי לסולם של הפזמון', 'סליחה על הבלבול. זה לה מינור.'],
    ['es', 'me refería al estribillo', 'Perdón por la confusión. Es la menor.'],
    ['fr', 'je voulais dire le refrain', 'Désolé pour la confusion. C’est la mineur.'],
    ['de', 'ich meinte den Refrain', 'Entschuldigung für die Verwirrung. Es ist a-Moll.'],
  ])('where the user says what he meant: %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    ['en', 'I forgot to mention that it is for a ukulele', 'Sorry for the oversight. Then a C.'],
    ['he', 'שכחתי לציין שזה ליוקללי', 'סליחה על הטעות. אז דו.'],
    ['es', 'olvidé decir que es para ukelele', 'Perdón por el error. Entonces do.'],
    ['fr', "j'ai oublié de préciser que c'est pour un ukulélé", "Désolé pour l'erreur. Alors do."],
    [
      'de',
      'ich habe vergessen zu sagen, dass es eine Ukulele ist',
      'Entschuldigung für den Fehler.',
    ],
  ])('where the slip is the user’s: %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    ['en', "why aren't you finishing?", 'I apologize for not completing it. Here is all of it.'],
    ['en', 'it got cut off', 'I apologize for the mistake in my previous answer.'],
    ['he', 'התשובה נקטעה', 'סליחה על הטעות. הנה ההמשך.'],
    ['es', 'no terminaste', 'Perdón por el error. Aquí está el resto.'],
    ['fr', "tu n'as pas fini", "Désolé pour l'erreur. Voici la suite."],
    ['de', 'die Antwort ist abgebrochen', 'Entschuldigung für den Fehler. Hier ist der Rest.'],
  ])('where it was not at its end: %s %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    ['en', "you're wrong, it is E flat", "I'm sorry, but the relative minor is A minor."],
    ['he', 'זה לא נכון, זה מי במול', 'מצטער, אבל התשובה נכונה.'],
    ['es', 'te equivocas, es mi bemol', 'Lo siento, pero la respuesta es correcta.'],
    ['fr', 'tu te trompes, c’est mi bémol', 'Désolé, mais la réponse est la bonne.'],
    ['de', 'das ist falsch, es ist Es-Dur', 'Tut mir leid, aber die Antwort ist so richtig.'],
  ])('where the assistant defends it: %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    'It seems wrong to copy the melody of a friend',
    'stealing a hook is morally wrong',
    'just because it is loud does not mean it is wrong',
    'Which is it? Question 4 options:\nTrue\nFalse',
  ])('where "wrong" is said of something else: %s', async (reaction) => {
    expect(await wrongIn('en', reaction, 'I see.')).toBeUndefined()
  })

  it.each([
    ['en', "you didn't answer my question", 'I understand, it is a question of taste.'],
    ['en', 'you misunderstood, now it is your turn to guess', 'Sure, is it a piano?'],
    ['he', 'לא ענית לי על השאלה', 'אני מבין, זו שאלה של טעם.'],
    ['es', 'no respondiste mi pregunta', 'Entiendo, es cuestión de gusto.'],
    ['fr', "tu n'as pas répondu", 'Je comprends, c’est une question de goût.'],
    ['de', 'das war nicht die Frage', 'Ich verstehe, das ist Geschmackssache.'],
  ])('where nothing is taken back: %s %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    ['en', 'I would say the bridge matters more, no?', 'You are right, the bridge matters more.'],
    ['en', 'isn’t that a dominant chord?', 'Yes, you are correct. It is a dominant chord.'],
    ['he', 'זה לא אקורד דומיננטי?', 'אתה צודק, זה אקורד דומיננטי.'],
    ['es', '¿no es un acorde de dominante?', 'Tienes razón, es un acorde de dominante.'],
    ['fr', "ce n'est pas un accord de dominante ?", "Vous avez raison, c'est une dominante."],
    ['de', 'ist das nicht ein Dominantakkord?', 'Du hast recht, das ist ein Dominantakkord.'],
  ])('where a thought of the user’s is confirmed: %s %s', async (language, reaction, next) => {
    expect(await wrongIn(language, reaction, next)).toBeUndefined()
  })

  it.each([
    'give me a chord that does not exist yet',
    'think of scales and modes that don’t exist in western music',
    'what happens when the singer hits a note that is not in the right key?',
    "Property 'transpose' does not exist on type 'Chord'.",
    'Module chords does not exist',
    'not quite',
  ])('where something else is not right, or not there: %s', async (reaction) => {
    expect(await wrongIn('en', reaction, 'Here is another idea for it.')).toBeUndefined()
  })

  it('where only what was left out is given later', async () => {
    const next = 'I apologize for not including the link earlier. Here it is.'
    expect(await wrongIn('en', 'again, where did you find this?', next)).toBeUndefined()
  })

  it('where the mistake was in what the user had brought', async () => {
    const next = 'The issue in the original code was a wrong sign in the loop.'
    expect(await wrongIn('en', 'why does the space matter?', next)).toBeUndefined()
  })

  it('where the user is right in part, and the answer stands', async () => {
    const reaction = 'but both keys have the same notes, so there is no difference'
    const next = 'You are right that they share the notes. However, the home note is another one.'
    expect(await wrongIn('en', reaction, next)).toBeUndefined()
  })

  it('where a format was kept and is asked for once more', async () => {
    const reaction = 'please keep on writing it as a list of chords'
    expect(await wrongIn('en', reaction, 'Sure, sorry for the mistake earlier.')).toBeUndefined()
  })
})
