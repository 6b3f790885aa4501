/** Bytes that came and were not used up, in one buffer that grows by doubling: adding costs what comes. */
export class HeldBytes {
  #bytes = Buffer.alloc(0)
  #from = 0
  #to = 0

  /** What is held. Good until more is added. */
  get view(): Buffer {
    return this.#bytes.subarray(this.#from, this.#to)
  }

  add(chunk: Uint8Array): void {
    const held = this.#to - this.#from
    const needed = held + chunk.length
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(held === 0 ? needed : needed * 2)
      this.#bytes.copy(grown, 0, this.#from, this.#to)
      this.#bytes = grown
      this.#from = 0
    } else if (this.#to + chunk.length > this.#bytes.length) {
      this.#bytes.copyWithin(0, this.#from, this.#to)
      this.#from = 0
    }
    this.#to = this.#from + held
    this.#bytes.set(chunk, this.#to)
    this.#to += chunk.length
  }

  /** Lets go of the first bytes. */
  drop(length: number): void {
    this.#from += length
    // A buffer that one long value needed does not stay for the rest.
    if (this.#from === this.#to && this.#bytes.length > MOST_KEPT) this.#bytes = Buffer.alloc(0)
    if (this.#from === this.#to) this.#from = this.#to = 0
  }
}

const MOST_KEPT = 16 * 1024 * 1024
