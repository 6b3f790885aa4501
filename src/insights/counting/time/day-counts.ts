/** Days (UTC), both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** How many threads have their last message on each day. */
export class DayCounts {
  readonly #days = new Map<string, number>()

  /** @param day undefined for a thread without times, which lies in no range */
  add(day: string | undefined): void {
    if (day !== undefined) this.#days.set(day, (this.#days.get(day) ?? 0) + 1)
  }

  /** How many lie in these days. */
  count({ from, to }: Days): number {
    let n = 0
    for (const [day, threads] of this.#days) if (day >= from && day <= to) n += threads
    return n
  }

  /** From the first day to the last; undefined where there is none. */
  get span(): Days | undefined {
    const days = [...this.#days.keys()].sort()
    const [from, to] = [days[0], days.at(-1)]
    return from === undefined || to === undefined ? undefined : { from, to }
  }
}
