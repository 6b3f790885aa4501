const PLACE_BITS = 12
/** Units of the longest span that is remembered; longer ones are words of no language. */
const MOST_UNITS = 127

/**
 * Which spans of some texts were met lately, told without cutting them out: of the words of a text most came before.
 * It forgets: a span takes the place of one whose hash begins alike, so its time does not depend on what the
 * texts hold. Its places are enough for the different words of a long conversation.
 */
export class MetSpans {
  readonly #units: Uint16Array
  /** By the beginning of a span's hash: where it starts and how long it is; 0: none. */
  readonly #starts = new Int32Array(1 << PLACE_BITS)
  readonly #lengths = new Uint8Array(1 << PLACE_BITS)

  /** @param units that spans are of */
  constructor(units: Uint16Array) {
    this.#units = units
  }

  /**
   * Whether a span of the same units was met. It remembers this one.
   * @param hash of the units
   */
  meet(start: number, end: number, hash: number): boolean {
    const length = end - start
    if (length > MOST_UNITS) return false
    // Of a product the upper bits depend on all of the hash.
    const place = Math.imul(hash, 0x9e37_79b1) >>> (32 - PLACE_BITS)
    if (this.#lengths[place] === length && this.#isSame(this.#starts[place] ?? 0, start, length)) {
      return true
    }
    this.#starts[place] = start
    this.#lengths[place] = length
    return false
  }

  #isSame(a: number, b: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.#units[a + i] !== this.#units[b + i]) return false
    return true
  }
}
