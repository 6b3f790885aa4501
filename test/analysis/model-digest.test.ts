import { expect, it } from 'vitest'
import { openEncoder } from '../../src/analysis/encoder/encoder.ts'
import { ENCODER_VERSION } from '../../src/analysis/local/model-digest.ts'

it('the key of the analyzer names the table that is read', () => {
  expect(openEncoder().version).toBe(ENCODER_VERSION)
})
