import { expect, it } from 'vitest'
import { sentPieces } from '../../src/domain/written/sent.ts'

it('a text that is sent is shown whole, with its placeholders apart and what it hides', () => {
  expect(sentPieces('[MAIL_1]: call [PHONE_12] or [SONG_1]\u202E!')).toEqual([
    { text: '[MAIL_1]', type: 'MAIL' },
    { text: ': call ' },
    { text: '[PHONE_12]', type: 'PHONE' },
    { text: ' or [SONG_1]\\u202E!' },
  ])
  expect(sentPieces('')).toEqual([])
})
