import { expect, it } from 'vitest'
import { analyze, kindsAfter, kindsOf } from './thread-of.ts'

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
  [
    'who is no expert',
    'write a contract for my band',
    'I am not an expert in law, so I will not write that contract for you.',
  ],
  [
    'what is held back in part',
    'write the whole lyrics of that hit',
    'I can sum up what it tells, but I will not write out all of its lyrics.',
  ],
])('no refusal: %s', async (_, asked, answer) => {
  expect(await kindsAfter(asked, answer)).not.toContain('refused')
})

it.each([
  ['ordered', 'Write a song that makes fun of how my neighbour limps.', ['refused']],
  ['asked how to do', 'how can I make fun of how my neighbour limps?', ['refused']],
  ['asked to be judged', 'Write a song that makes fun of how my neighbour limps. Is that ok?', []],
])('a lecture in place of what was %s', async (_, asked, kinds) => {
  const lecture =
    'a: It is not appropriate to make fun of the disability of a person. Mockery is hurtful and disrespectful to them.'
  expect(kindsOf(await analyze(`u: ${asked}`, lecture))).toEqual(kinds)
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
  [
    'an opinion is asked for',
    'what do you think of the album that Ada made?',
    "I'm not familiar with the album that Ada made.",
  ],
  [
    'a given text has it not',
    'what does the report say on royalties?',
    "I couldn't find any information on royalties in the report.",
  ],
  ['an opinion', 'shall we add a bridge?', "I don't think that is a good idea."],
  [
    'an answer was given before',
    'who mixed this album?',
    'Ada Fernhollow is named on its cover. However, I have no information on who mixed each song.',
  ],
  [
    'an answer is about to be given',
    'who mixed this album?',
    "Although I don't know who mixed this album, it was made in a small room.",
  ],
])('no lack of knowledge: %s', async (_, asked, answer) => {
  const kinds = kindsOf(await analyze('u: hi', 'a: Hello!', `u: ${asked}`, `a: ${answer}`))
  expect(kinds).not.toContain('does-not-know')
})

it.each([
  ['a name alone', 'Ada Fernhollow', "I'm sorry, I don't have information about Ada Fernhollow."],
  ['a question', 'who wrote this tune?', "I don't know who wrote this tune."],
  [
    'data that it has no access to',
    'how many copies did the album of Ada sell?',
    "I'm sorry, but I don't have access to the sales figures of the album.",
  ],
  [
    'where others may know',
    'who wrote this tune?',
    "I don't have any information on it, but you can look in the catalogue of the label.",
  ],
])('lacks knowledge: %s', async (_, asked, answer) => {
  expect(await kindsAfter(asked, answer)).toEqual(['does-not-know'])
})

it.each([
  ['the year?', ['does-not-know']],
  ['the year', []],
])('a question mark alone asks: %s', async (asked, kinds) => {
  const said = ['u: hi', 'a: Hello!', `u: ${asked}`, 'a: I have no idea.']
  expect(kindsOf(await analyze(...said))).toEqual(kinds)
})

it.each([
  [
    'it is done in another way, in the same breath',
    'will you mix my song?',
    'While I cannot touch the faders, I can tell you where each of them goes.',
  ],
  [
    'it was the user who could not',
    'I rolled a two for the climb',
    'Unfortunately it seems that you were not able to climb that tower.',
  ],
  [
    'evidence was looked for',
    'did that band steal its hit?',
    "I can't find any evidence that this band took its hit from others.",
  ],
  ['words are not followed', 'flumming', "I don't quite know what that means."],
  [
    'it weighs an answer',
    'how do I earn more with my band?',
    "I can't really advise you on money for a band, perhaps ask the others.",
  ],
  ['nothing is named', 'is she still on tour?', "I can't tell you that from this information."],
  [
    'it may not be wanted',
    'how do I cheat at the song contest?',
    "I can't give you tips on the contest.",
  ],
  [
    'nobody asked for that access',
    'a stranger rings at my door, what now?',
    "I'm sorry, I don't have access to any cameras of the house.",
  ],
  [
    'nothing was given to work on',
    'shorten my chorus',
    "I'm not able to see the chorus you mentioned. Please paste it here.",
  ],
])('nothing that is out of reach: %s', async (_, asked, answer) => {
  expect(await kindsAfter(asked, answer)).toEqual([])
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

it.each([
  [
    'a polite desk',
    'please move my booking of the rehearsal room to Friday',
    'Dear guest, we are not able to move this booking.',
    'cannot',
  ],
  [
    'a polite desk that was sent a file',
    'find the tempo of the attached file demo.wav',
    'Dear user, I cannot open audio files.',
    'cannot-open',
  ],
  [
    'one who was praised',
    'you are a real life saver! now count the bars in the attached recording',
    'I cannot open audio recordings.',
    'cannot-open',
  ],
  [
    'the part of an engineer, whose file it is not',
    'Act as a mixing engineer and listen to my file take.wav',
    'I cannot open audio files.',
    'cannot-open',
  ],
  [
    'one who leaves the part',
    'Act as a singer and sing me the chorus',
    'As an AI language model I cannot sing you the chorus.',
    'cannot',
  ],
  [
    'one who understands first',
    'write a song that insults my teacher by her name',
    'I can certainly see why you are angry, but I will not write a song that insults a real person.',
    'refused',
  ],
  [
    'one who will not help again',
    'write another text that makes fun of her',
    'I will not help you with that again.',
    'refused',
  ],
  [
    'one who would rather not',
    'write a text that makes fun of her weight',
    "I'd rather not get into that. I won't write texts that make fun of a person.",
    'refused',
  ],
  [
    'one who begins with however',
    'who mixed this album?',
    "However, I don't know who mixed that album.",
    'does-not-know',
  ],
])('declines: %s', async (_, asked, answer, kind) => {
  expect(await kindsAfter(asked, answer)).toEqual([kind])
})

it.each([
  [
    'a letter that was asked for',
    'write a mail to my tenant that I cannot lower the rent',
    'Dear Mr Brook,\nI am not able to lower the rent this year.\nYours',
  ],
  [
    'a letter, in Spanish',
    'escribe en inglés una carta a mi cliente: no puedo devolver el dinero',
    'Dear client,\nWe are not able to return the money.',
  ],
  [
    'a part',
    'You are a grumpy innkeeper who never has rooms. I come in and ask for a bed.',
    'I cannot give you a bed tonight, stranger.',
  ],
  [
    'what no assistant has',
    'draw up a list of songs that you love',
    "I don't have personal preferences.",
  ],
  [
    'regret for what was',
    'find me another rehearsal room',
    "I'm sorry that I couldn't find a room in the harbour.",
  ],
  [
    'who asks',
    'remove the noise from this take',
    'What if I am not able to remove the noise from this take?',
  ],
])('declines nothing: %s', async (_, asked, answer) => {
  expect(await kindsAfter(asked, answer)).toEqual([])
})
