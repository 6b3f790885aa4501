import { describe, expect, it } from 'vitest'
import { analyze, kindsOf } from './thread-of.ts'

const ANSWER =
  'a: Set the release of the compressor to about eighty milliseconds and watch the needle return to zero before the next beat arrives.'
const KNOB = 'The knob for it is the last one of the upper row.'
const OTHER =
  'a: Pan the two guitars to the sides, leave the middle to the voice, and turn the doubles down until you only miss them when they are gone.'

describe('an answer given again', () => {
  it.each([
    ['to another wish', 'u: and how do I pan two guitars?'],
    ['to words that ask for another try', 'u: try again'],
    ['to words of displeasure', 'u: this is the same answer as before, useless'],
  ])('is a loop: %s', async (_, reaction) => {
    const analysis = await analyze('u: how fast should the release be?', ANSWER, reaction, ANSWER)
    const loop = analysis.failures.find(({ kind }) => kind === 'loops')
    expect(loop?.evidence.filter(({ role }) => role === 'answer')).toHaveLength(2)
  })

  it.each([
    ['with another line before it', 'u: and how do I pan two guitars?', 'Sure, here it is: '],
    [
      'after an apology',
      "u: that's wrong, it is about the ratio",
      'I apologize for the confusion. ',
    ],
  ])('is a loop: %s', async (_, asked, before) => {
    const again = `a: ${before}${ANSWER.slice(3)}`
    expect(
      kindsOf(await analyze('u: how fast should the release be?', ANSWER, asked, again)),
    ).toContain('loops')
  })

  it('is a loop where the user says so of one much like it, and that is the proof', async () => {
    const again =
      'a: Set the release of the compressor to about ninety milliseconds and watch the needle return to zero before the next bar begins.'
    const first = `${ANSWER} ${KNOB}`
    const analysis = await analyze(
      'u: how fast should the release be?',
      first,
      'u: and for the bass?',
      `${again} ${KNOB}`,
      'u: you already told me that',
    )
    const loop = analysis.failures.find(({ kind }) => kind === 'loops')
    expect(loop).toMatchObject({ noticedBy: 'user' })
    expect(loop?.evidence.at(-1)?.quote).toBe('you already told me that')
  })

  it.each([
    'I ran it again, nothing changed',
    "that didn't change anything",
    "still broken, it's the same as before",
    'you did not change the title',
    'the second verse is identical to the first',
  ])('is none where what came of it is the same: %s', async (said) => {
    const again =
      'a: Set the release of the compressor to about ninety milliseconds and watch the needle return to zero before the next bar begins.'
    const analysis = await analyze(
      'u: how fast should the release be?',
      `${ANSWER} ${KNOB}`,
      'u: and for the bass?',
      `${again} ${KNOB}`,
      `u: ${said}`,
    )
    expect(kindsOf(analysis)).not.toContain('loops')
  })

  it('is none where the user says so and no sentence is the same', async () => {
    const again =
      'a: For the bass, set the release of the compressor to about ninety milliseconds. Watch how the needle does return to zero before a next bar begins.'
    const analysis = await analyze(
      'u: how fast should the release be?',
      ANSWER,
      'u: and for the bass?',
      again,
      'u: you already told me that',
    )
    expect(kindsOf(analysis)).not.toContain('loops')
  })

  it.each([
    ['asked for in the very same words', [ANSWER, 'u: how fast should the release be?', ANSWER]],
    ['changed as asked', [ANSWER, 'u: now in capitals', `a: ${ANSWER.slice(3).toUpperCase()}`]],
    ['another', [ANSWER, 'u: and the guitars?', OTHER]],
    ['another, whatever the user says', [ANSWER, 'u: hm', OTHER, 'u: you already told me that']],
    [
      'wanted back',
      [ANSWER, 'u: and the guitars?', OTHER, 'u: back to the first answer please', ANSWER],
    ],
    ['asked for with a slip set right', [ANSWER, 'u: how fast should the releas be??', ANSWER]],
    [
      'asked for in another language',
      [ANSWER, 'u: ¿qué tan rápida debe ser la liberación?', ANSWER],
    ],
    ['mended as asked', [ANSWER, 'u: that is wrong, you forgot the knee', `${ANSWER} Knee.`]],
    ['a stock line', ['a: How can I help you?', 'u: hm', 'a: How can I help you?']],
  ])('is none: %s', async (_, rest) => {
    expect(kindsOf(await analyze('u: how fast should the release be?', ...rest))).not.toContain(
      'loops',
    )
  })
})

describe('a wrong answer', () => {
  const ASKED = ['u: which chord comes after the G?', 'a: It is an A minor.']

  it.each([
    ['is called so', "u: that's wrong", 'a: Which chord do you hear?'],
    ['is taken back', 'u: hm, really?', 'a: I apologize for the mistake in my previous answer.'],
    [
      'is corrected and given in to',
      "u: no, it isn't, it is an E minor",
      "a: You're right, I apologize.",
    ],
  ])('%s', async (_, reaction, next) => {
    expect(kindsOf(await analyze(...ASKED, reaction, next))).toContain('wrong')
  })

  it.each([
    ['a doubt that the assistant does not share', 'u: are you sure?', 'a: Yes, it is an A minor.'],
    ['an apology for what may be', 'u: and then?', 'a: I apologize if I made a mistake. Then a C.'],
    ['what an error message says', 'u: what is wrong with my recording?', 'a: It is too quiet.'],
    ['a request to go on', 'u: continue', 'a: I apologize for the mistake. Then comes a C.'],
    ['what is not liked of an offer', 'u: that is not what i want', 'a: Try an E minor.'],
    [
      'what was not asked yet',
      'u: which ones are open chords?',
      'a: Sorry for my oversight. The G is.',
    ],
    [
      'an apology that mends nothing',
      'u: no, it is an E minor',
      'a: I apologize for the confusion.',
    ],
  ])('is none: %s', async (_, reaction, next) => {
    expect(kindsOf(await analyze(...ASKED, reaction, next))).not.toContain('wrong')
  })
})

describe('another language', () => {
  it.each([
    ['unasked', 'u: ¿cómo puedo grabar mejor mi voz en casa?', true],
    ['named before', 'u: mi profesor habla inglés, ¿cómo puedo grabar mejor mi voz?', false],
    [
      'around what was pasted',
      'u: please sum up these lines for me: la noche cae sobre el puerto y los barcos vuelven con las redes llenas de luz, nadie sabe de dónde viene la canción que cantan, pero todos la conocen desde siempre',
      false,
    ],
  ])('%s', async (_, asked, isFound) => {
    const answer = 'a: Record your voice in a small room with carpets, close to the microphone.'
    expect(kindsOf(await analyze(asked, answer)).includes('other-language')).toBe(isFound)
  })

  it.each([
    [
      'names that look like words of another',
      'a: 1. Solaria 2. Eternea 3. Caladria 4. Nova Haven 5. Rosalia',
    ],
    [
      'code',
      'a: ```\n// plays the song that stands in the list and then the one after it\nplay(song)\n```',
    ],
  ])('is none in %s', async (what, answer) => {
    const asked =
      what === 'code'
        ? 'u: ¿cómo toco la canción en mi programa?'
        : 'u: give me five names for a new planet'
    expect(kindsOf(await analyze(asked, answer))).not.toContain('other-language')
  })

  it('is none where the user goes on in it', async () => {
    const answer = 'a: Record your voice in a small room with carpets, close to the microphone.'
    const kinds = kindsOf(
      await analyze(
        'u: ¿cómo puedo grabar mejor mi voz en casa?',
        answer,
        'u: and what should I do with the noise of the street outside?',
      ),
    )
    expect(kinds).not.toContain('other-language')
  })

  it('is none with a sentence in the own one', async () => {
    const answer =
      'a: Graba en un cuarto pequeño con alfombras. (Record your voice in a small room with carpets, close to the microphone, and speak clearly.)'
    const kinds = kindsOf(await analyze('u: ¿cómo puedo grabar mejor mi voz en casa?', answer))
    expect(kinds).not.toContain('other-language')
  })
})
