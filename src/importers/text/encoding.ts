import { isAscii } from 'node:buffer'
import { ALPHABETS } from './letters.ts'
import type { Alphabet } from './letters.ts'

/** In what a whole file is written. */
export interface Encoding {
  readonly name: string
  /** Whether it is a guess by the letters. */
  readonly guessed: boolean
  /** Whether another guess is nearly as good. */
  readonly unsure: boolean
}

/** Bytes kept for guessing. */
const SAMPLE_BYTES = 256 * 1024
const SPACE = 0x20
/** How much better a byte the best guess must fit than the next, to be sure. */
const SURE = 0.25

/**
 * Tells the one encoding of a file from all of its bytes: UTF-8 where most of what is not ASCII is well
 * formed, else the code page whose letters fit best.
 */
export class EncodingSurvey {
  #wellFormed = 0
  #broken = 0
  #sample = Buffer.alloc(0)
  #sampled = 0
  /** The byte before, and the bytes of a character that has not ended. */
  #before = SPACE
  #need = 0
  #have = 0

  push(chunk: Uint8Array): void {
    if (this.#need === 0 && isAscii(chunk)) {
      this.#before = chunk.at(-1) ?? this.#before
      return
    }
    let before = this.#before
    for (let at = 0; at < chunk.length; at++) {
      if (before < 0x80 && this.#need === 0) {
        // ASCII behind ASCII, nearly all of most files, says nothing.
        while ((chunk[at] ?? 0x80) < 0x80) before = chunk[at++] ?? before
        if (at === chunk.length) break
      }
      const byte = chunk[at] ?? 0
      this.#take(byte, before)
      before = byte
    }
    this.#before = before
  }

  result(): Encoding {
    if (this.#wellFormed >= this.#broken) return { name: 'utf-8', guessed: false, unsure: false }
    const sample = this.#sample.subarray(0, this.#sampled)
    const scores = ALPHABETS.map((alphabet) => ({ alphabet, score: scoreOf(alphabet, sample) }))
    const [best, ...others] = scores.toSorted((a, b) => b.score - a.score)
    const name = best?.alphabet.encoding ?? 'windows-1252'
    const text = decoded(name, sample)
    const next = others.find(({ alphabet }) => decoded(alphabet.encoding, sample) !== text)
    const unsure = (best?.score ?? 0) - (next?.score ?? 0) < SURE
    return { name, guessed: true, unsure }
  }

  #take(byte: number, before: number): void {
    this.#keep(byte, before)
    if (this.#need > 0) {
      if ((byte & 0xc0) === 0x80) {
        this.#have++
        if (--this.#need === 0) this.#wellFormed++
        return
      }
      this.#broken += this.#have
      this.#need = 0
    }
    if (byte < 0x80) return
    this.#have = 1
    if (byte >= 0xc2 && byte <= 0xdf) this.#need = 1
    else if (byte >= 0xe0 && byte <= 0xef) this.#need = 2
    else if (byte >= 0xf0 && byte <= 0xf4) this.#need = 3
    else this.#broken++
  }

  /** Keeps what is not ASCII and its neighbours. */
  #keep(byte: number, before: number): void {
    if (this.#sampled > SAMPLE_BYTES - 4) return
    if (byte < 0x80 && before < 0x80) return
    if (this.#sample.length === 0) this.#sample = Buffer.alloc(SAMPLE_BYTES)
    if (byte >= 0x80 && before < 0x80) {
      this.#sample[this.#sampled++] = SPACE
      this.#sample[this.#sampled++] = before
    }
    this.#sample[this.#sampled++] = byte
  }
}

const DECODERS = new Map<string, InstanceType<typeof TextDecoder>>()

/** The text of bytes in an encoding that is known to `TextDecoder`. */
export function decoded(encoding: string, bytes: Uint8Array): string {
  let decoder = DECODERS.get(encoding)
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding, { ignoreBOM: true })
    DECODERS.set(encoding, decoder)
  }
  return decoder.decode(bytes)
}

/** How well bytes read in an encoding, a byte: letters by how frequent they are, against what no text has. */
function scoreOf({ encoding, letters, latin, prior }: Alphabet, sample: Buffer): number {
  const ranks = new Map(Array.from(letters).map((letter, rank) => [letter, rank]))
  // Letters of an alphabet are told apart by how frequent they are; of thousands, being listed is enough.
  const slope = Math.max(12, ranks.size > 60 ? ranks.size : 0)
  let score = 0
  let bytes = 0
  let before = ' '
  let run = 0
  for (const character of decoded(encoding, sample)) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0x80) {
      const width = code >= 0x2e80 ? 2 : 1
      bytes += width
      const rank = ranks.get(character.toLowerCase())
      run = rank === undefined ? 0 : run + 1
      score +=
        width * (rank === undefined ? oddity(code, character) : latin ? 1.5 : 2 - rank / slope)
      if (latin && run > 2) score -= 2.5
      if (!latin && width === 1 && run === 1 && isAsciiLetter(before)) score -= 1.5
      if (isUpper(character)) score -= isLower(before) ? 2 : isUpper(before) ? 0.7 : 0
    } else {
      // A letter right behind one of another script is more likely half of a character.
      if (!latin && run > 0 && before < '\u2e80' && isAsciiLetter(character)) score -= 3
      run = 0
    }
    before = character
  }
  return bytes === 0 ? prior : score / bytes + prior
}

function oddity(code: number, character: string): number {
  if (code === 0xfffd || code < 0xa0) return -6
  // There are more of these than a list can hold, and few other bytes happen to make pairs of them.
  if (/[\uFF61-\uFF9F]/u.test(character)) return -1
  if (/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return 1
  if (/\p{Script=Han}/u.test(character)) return 0.4
  if (/[\p{L}\p{M}]/u.test(character)) return -1
  return '“”‘’–—…•«»\u00A0°€、。，！？「」'.includes(character) ? 0.5 : -1.5
}

function isAsciiLetter(character: string): boolean {
  return /[a-z]/i.test(character)
}

function isUpper(character: string): boolean {
  return character !== character.toLowerCase()
}

function isLower(character: string): boolean {
  return character !== character.toUpperCase()
}
