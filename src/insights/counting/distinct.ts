/** Numbers that are kept before the ones that are there twice are taken out. */
const FIRST_ROOM = 16

/**
 * How many distinct numbers were added: exact, in four bytes a number. A set of the language takes ten times as
 * much, and a report counts the users of each of its figures.
 */
export class Distinct {
  #numbers = new Uint32Array(FIRST_ROOM)
  #used = 0
  /** Of the numbers, those at the beginning that are sorted and there once. */
  #settled = 0

  add(number: number): void {
    if (this.#used === this.#numbers.length) this.#settle()
    this.#numbers[this.#used++] = number
  }

  get size(): number {
    if (this.#settled < this.#used) this.#settle()
    return this.#used
  }

  /** Takes out what is there twice, and makes room where more than half is still taken. */
  #settle(): void {
    const sorted = this.#numbers.subarray(0, this.#used).sort()
    let kept = 0
    for (const number of sorted) {
      if (kept === 0 || sorted[kept - 1] !== number) sorted[kept++] = number
    }
    this.#used = kept
    this.#settled = kept
    if (kept * 2 <= this.#numbers.length) return
    const larger = new Uint32Array(this.#numbers.length * 2)
    larger.set(this.#numbers.subarray(0, kept))
    this.#numbers = larger
  }
}

/** Users by number, each id once. */
export class UserNumbers {
  readonly #numbers = new Map<string, number>()

  of(userIds: readonly string[]): number[] {
    return userIds.map((id) => {
      const known = this.#numbers.get(id) ?? this.#numbers.size
      this.#numbers.set(id, known)
      return known
    })
  }
}
