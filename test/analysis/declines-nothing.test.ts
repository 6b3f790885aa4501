import { expect, it } from 'vitest'
import { analyze, kindsOf } from './thread-of.ts'

it.each([
  [
    'advice',
    'is it fine to sing with a sore throat?',
    "I wouldn't recommend doing that, it can harm your voice.",
  ],
  [
    'a promise to stop',
    'stop calling me a beginner',
    "Alright, I won't say that to you anymore, let us go on.",
  ],
  ['a promise to stop, in Hebrew', 'תפסיק לכתוב לי שאני טירון', 'מצטער, אני לא אכתוב את זה יותר.'],
  ['a reassurance', 'promise not to laugh at my idea', "You can tell me, I don't judge anyone."],
  [
    'a verdict that was asked for',
    'I sampled an old record. Is it illegal to use that?',
    'It is illegal to use a record without a licence, in most places.',
  ],
  [
    'what would be declined of somebody',
    'how strict are you about lyrics?',
    'I am polite as a rule. If someone asks me for slurs, I will refuse to respond.',
  ],
  [
    'a question what is meant',
    'do the thing with the drums',
    "I'm sorry, I can't answer that. Could you explain what you mean?",
  ],
])('no refusal: %s', async (_, asked, answer) => {
  expect(kindsOf(await analyze(`u: ${asked}`, `a: ${answer}`))).not.toContain('refused')
})

it('is a lecture in place of what was ordered', async () => {
  const analysis = await analyze(
    'u: Write a song that makes fun of how my neighbour limps.',
    'a: It is not appropriate to make fun of the disability of a person. Mockery is hurtful and disrespectful to them.',
  )
  expect(kindsOf(analysis)).toEqual(['refused'])
})

it.each([
  ['another is not followed', 'how was it?', "I don't know exactly what you're looking for."],
  [
    'an answer follows in the same breath',
    'why do ballads sell?',
    "I don't have information on ballads in particular, but slow songs are played at weddings.",
  ],
  [
    'an answer follows',
    'how do I begin a chorus?',
    "I don't know. I'd begin with the title of the song on the first beat.",
  ],
  [
    'nothing was asked',
    'well then, my band played at noon',
    "Oh, I'm not familiar with it. Let us go on.",
  ],
  ['an opinion is asked for', 'do you think jazz is better?', "I don't know anything about taste."],
  [
    'a given text has it not',
    'what does the report say on royalties?',
    "I couldn't find any information on royalties in the report.",
  ],
  ['an opinion', 'shall we add a bridge?', "I don't think that is a good idea."],
])('no lack of knowledge: %s', async (_, asked, answer) => {
  const kinds = kindsOf(await analyze('u: hi', 'a: Hello!', `u: ${asked}`, `a: ${answer}`))
  expect(kinds).not.toContain('does-not-know')
})

it.each([
  ['a name alone', 'Ada Fernhollow', "I'm sorry, I don't have information about Ada Fernhollow."],
  ['a question', 'who wrote this tune?', "I don't know who wrote this tune."],
  [
    'where others may know',
    'who wrote this tune?',
    "I don't have any information on it, but you can look in the catalogue of the label.",
  ],
])('lacks knowledge: %s', async (_, asked, answer) => {
  expect(kindsOf(await analyze(`u: ${asked}`, `a: ${answer}`))).toEqual(['does-not-know'])
})

it('cannot, where an order was tried and failed, whatever else is offered', async () => {
  const kinds = kindsOf(
    await analyze(
      'u: book a rehearsal room for two nights',
      "a: Sorry I couldn't book that room. Another one?",
    ),
  )
  expect(kinds).toEqual(['cannot'])
})
