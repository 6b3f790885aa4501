import { hash } from 'node:crypto'

/**
 * A number for each thread met in a file, in 16 bytes a thread: a hash table over typed arrays (open
 * addressing, linear probing) that keys by 64 bits of SHA-256 of the id. What a `Map` would need of
 * memory for a million ids does not grow with the ids' length here.
 */
export class ThreadTally {
  #high = new Uint32Array(1024)
  #low = new Uint32Array(1024)
  #values = new Float64Array(1024)
  #size = 0

  /** The number of a thread; 0 for one that was not met. */
  get(id: string): number {
    return this.#values[this.#slot(...keyOf(id))] ?? 0
  }

  /** @param value not 0 */
  set(id: string, value: number): void {
    const [high, low] = keyOf(id)
    const slot = this.#slot(high, low)
    if (this.#values[slot] === 0) this.#size++
    this.#high[slot] = high
    this.#low[slot] = low
    this.#values[slot] = value
    if (this.#size * 4 > this.#values.length * 3) this.#grow()
  }

  #slot(high: number, low: number): number {
    const mask = this.#values.length - 1
    let slot = low & mask
    while (this.#values[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const [high, low, values] = [this.#high, this.#low, this.#values]
    const length = values.length * 2
    this.#high = new Uint32Array(length)
    this.#low = new Uint32Array(length)
    this.#values = new Float64Array(length)
    for (const [i, value] of values.entries()) {
      if (value === 0) continue
      const slot = this.#slot(high[i] ?? 0, low[i] ?? 0)
      this.#high[slot] = high[i] ?? 0
      this.#low[slot] = low[i] ?? 0
      this.#values[slot] = value
    }
  }
}

function keyOf(id: string): [number, number] {
  const digest = hash('sha256', id, 'buffer')
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)]
}
