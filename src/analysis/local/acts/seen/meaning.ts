import { DIMENSIONS, openEncoder } from '../../../encoder/encoder.ts'
import type { Sentence } from '../../text/sentences.ts'

/** Units of a turn's own words whose meaning is taken. */
const MEANT = 300
const NOTHING = new Float32Array(DIMENSIONS)

/** The vector of the first sentences that are not all code or quotation; all zero where there are none. */
export function meaningOf(sentences: readonly Sentence[]): Float32Array {
  const pieces: string[] = []
  let length = 0
  for (const { text, start, end, apart } of sentences) {
    if (apart) continue
    pieces.push(text.text.slice(start, Math.min(end, start + MEANT - length)))
    length += end - start
    if (length >= MEANT) break
  }
  return pieces.length === 0 ? NOTHING : openEncoder().encode(pieces.join(' '))
}
