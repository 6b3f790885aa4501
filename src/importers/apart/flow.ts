/** So many may be on their way at once; whoever sends one more waits. */
export class Flow {
  #free: number
  #wake: (() => void) | undefined

  constructor(most: number) {
    this.#free = most
  }

  /** Resolves when one more may go. */
  async take(): Promise<void> {
    while (this.#free === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#free--
  }

  /** One has arrived. */
  give(): void {
    this.#free++
    this.#wake?.()
  }
}
