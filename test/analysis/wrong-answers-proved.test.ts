import { describe, expect, it } from 'vitest'
import { analyze } from './thread-of.ts'

const ASKED = 'u: which key is the relative minor of C major?'
const ANSWER =
  'a: The relative minor of C major is the key of E minor, and so the verse can stay on these chords until the bridge comes, where the bass goes down to a D and the drums leave the first beat out.'
/** Long enough to mend what was wrong. */
const MENDED =
  'It is A minor: the two keys share all of their notes, so the verse can stay on those chords until the bridge comes and the drums leave the first beat out.'

async function wrongAfter(...lines: readonly string[]) {
  return wrongIn(ASKED, ANSWER, ...lines)
}

async function wrongIn(...lines: readonly string[]) {
  const { failures } = await analyze(...lines)
  return failures.filter(({ kind }) => kind === 'wrong')
}

/** The words that are quoted behind the answer itself. */
async function quotesIn(...lines: readonly string[]) {
  const [wrong] = await wrongAfter(...lines)
  return wrong?.evidence.slice(1).map(({ quote }) => quote)
}

describe('a fault that is found', () => {
  it.each([
    'no, it still does not fit the chords of the verse',
    'the chord that you gave me is not in that key',
    'why did you take E minor?',
  ])('is one where the assistant is sorry and answers anew: %s', async (words) => {
    const told = await wrongAfter(`u: ${words}`, `a: I apologize for the confusion. ${MENDED}`)
    expect(told[0]?.evidence.map(({ role }) => role)).toEqual(['answer', 'reaction', 'answer'])
    expect(told[0]?.evidence.map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3'])
    expect(told[0]?.noticedBy).toBe('user')
  })

  it('is one where the assistant says that the user is right and takes it back', async () => {
    const told = await wrongAfter(
      'u: the chord that you gave me is not in that key',
      'a: You are correct, my previous answer did not take the key of the verse into account.',
    )
    expect(told).toHaveLength(1)
  })

  it.each([
    ['nothing is answered anew', 'a: I apologize for the confusion.'],
    ['the answer stands', `a: I apologize for the confusion, but my answer is right. ${MENDED}`],
    ['nothing is taken back', 'a: Great, you make a fair point. Shall I write a bridge?'],
  ])('is none where %s', async (_, next) => {
    const words = 'u: the chord that you gave me is not in that key'
    expect(await wrongAfter(words, next)).toEqual([])
  })

  it.each([
    ['and which one is it for G major?', 'asks on'],
    ['I mean the chord of the chorus, still not that one', 'says what he meant'],
    ['wait, E minor has a sharp', 'only tells something'],
    ['not working: error in line 4, chord is not defined', 'pastes an error'],
  ])('is none where the user %s: %s', async (words) => {
    const told = await wrongAfter(`u: ${words}`, `a: I apologize for the confusion. ${MENDED}`)
    expect(told).toEqual([])
  })

  it('is none where the user asks and is told that he is right', async () => {
    const told = await wrongAfter(
      'u: is the chord that you gave me not in that key?',
      'a: You are correct, my previous answer did not take the key of the verse into account.',
    )
    expect(told).toEqual([])
  })
})

describe('what is called wrong', () => {
  it('is so though nothing is answered any more', async () => {
    expect(await wrongAfter("u: that's wrong, it is A minor")).toHaveLength(1)
  })

  it('is so once, though the user says so twice', async () => {
    const told = await wrongAfter("u: that's wrong, it is A minor", "u: that's wrong")
    expect(told.map(({ evidence }) => evidence[1]?.messageId)).toEqual(['m2'])
  })

  it('is so where the assistant regrets and explains', async () => {
    const next = 'a: Sorry for the error. However, E minor is near to it.'
    expect(await quotesIn("u: that's wrong, it is A minor", next)).toHaveLength(2)
  })

  it('is not, in a long turn of the user’s own', async () => {
    const tale = 'He sang it to her at the sea and she did not know what to say to him. '.repeat(5)
    expect(await wrongAfter(`u: ${tale} But that is wrong.`, 'a: A fine tale.')).toEqual([])
  })

  it('is none where "false" is one of the answers that were offered', async () => {
    const told = await wrongIn(
      'u: quiz me',
      'a: A fifth has seven semitones: is it true or false? Say one of them.',
      'u: false',
      'a: Not so: it has seven.',
    )
    expect(told).toEqual([])
  })

  it('is none where the assistant only asks to confirm a wish and the user wishes otherwise', async () => {
    const told = await wrongIn(
      'u: book a studio for me',
      'a: Shall it be on the 4th for two people?',
      "u: no, that's wrong, I want it on the 5th",
      'a: Sorry for the mistake. It is booked for the 5th.',
    )
    expect(told).toEqual([])
  })
})

describe('what passes by', () => {
  it('is quoted where the assistant owns a mistake', async () => {
    const quotes = await quotesIn(
      "u: that's not what I asked",
      'a: I made a mistake in my previous answer.',
    )
    expect(quotes?.[0]).toContain("that's not what I asked")
  })

  it.each([
    ['regretted', 'a: I apologize for the mistake.'],
    ['agreed to', 'a: You are right, here is the other scale.'],
    ['mended with a "sorry"', `a: I apologize for the confusion. ${MENDED}`],
  ])('is wrong where it is %s', async (_, next) => {
    expect(await wrongAfter("u: that's not what I asked for", next)).toHaveLength(1)
  })
})

describe('a mistake that is regretted', () => {
  const SORRY = 'a: You are right, I apologize for the mistake.'

  it.each([
    ['the user is told that he is right', 'hm, the bass has one more note', SORRY],
    ['the user is displeased', 'ugh, come on', 'a: I apologize for the mistake.'],
  ])('is wrong where %s', async (_, words, next) => {
    expect(await wrongAfter(`u: ${words}`, next)).toHaveLength(1)
  })

  it('is not where an answer comes to another turn', async () => {
    const told = await wrongAfter(
      "u: that's not what I asked for",
      'u: and what is a fifth?',
      'a: I apologize for the mistake.',
    )
    expect(told).toEqual([])
  })
})

describe('a correction', () => {
  it.each([
    ['should that not be A minor?', "a: You're right, I apologize.", 1],
    ['no, you mean A minor', 'a: You are right. It is A minor.', 1],
    ['are you sure? E minor has an F sharp', 'a: Great, you make a fair point.', 0],
    ['A minor has all notes of C major', "a: You're right, I apologize.", 0],
    ['good, I have it in A minor', "a: You're right, I apologize for the mistake.", 1],
  ])('%s / %s', async (words, next, count) => {
    expect(await wrongAfter(`u: ${words}`, next)).toHaveLength(count)
  })
})

describe('an answer that goes on', () => {
  it('is none that was wrong', async () => {
    const next = 'a: I apologize for the mistake in my previous answer.'
    expect(await wrongAfter('u: continue', next)).toEqual([])
    expect(await wrongAfter('u: hm, really?', next)).toHaveLength(1)
  })
})

describe('who agrees', () => {
  it('has misread the user', async () => {
    const words = 'u: it is for a ukulele'
    const next = 'a: You are right, I misread your question. Then it is a C.'
    expect(await quotesIn(words, next)).toEqual([
      expect.stringContaining('I misread your question'),
    ])
  })

  it('takes nothing back where his answer stands', async () => {
    const told = await wrongAfter(
      'u: no, you mean A minor',
      "a: You're right, I apologize. However, my previous answer is correct.",
    )
    expect(told).toEqual([])
  })
})
