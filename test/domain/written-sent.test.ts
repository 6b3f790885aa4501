import { expect, it } from 'vitest'
import { sentPieces } from '../../src/domain/written/sent.ts'

it('a text that is sent is shown whole, with its placeholders apart and what it hides', () => {
  const ours = ['[MAIL_1]', '[PHONE_12]', '[SONG_1]']
  expect(sentPieces('[MAIL_1]: call [PHONE_12] or [SONG_1]\u202E!', ours)).toEqual([
    { text: '[MAIL_1]', type: 'MAIL' },
    { text: ': call ' },
    { text: '[PHONE_12]', type: 'PHONE' },
    { text: ' or [SONG_1]\\u202E!' },
  ])
  expect(sentPieces('', ours)).toEqual([])
  expect(sentPieces('[MAIL_2]', ours)).toEqual([{ text: '[MAIL_2]' }])
})
