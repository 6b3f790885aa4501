import type { ShadowNotes } from './shadow-notes.ts'
import type { ShadowNote } from './shadow-state.ts'

/** What a process says of itself, but for the time. */
export type Told = Omit<ShadowNote, 'writtenAt'>

/**
 * Keeps the note of this process as it should be: that something is on its way before it is acknowledged anywhere,
 * then a word from time to time, and that nothing is, once that is so. A note that cannot be written keeps nothing up.
 */
export class NoteKeeper {
  readonly #notes: ShadowNotes
  readonly #told: () => Told
  readonly #word: number
  #chain: Promise<void> = Promise.resolve()
  /** Whether the note on disk says, and is not about to say otherwise, that something is on its way. */
  #saysBusy = false
  #starting: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  /** Why the last note could not be written. */
  problem: string | undefined

  /** @param told asked whenever a note is written @param word milliseconds between two notes */
  constructor(notes: ShadowNotes, told: () => Told, word: number) {
    this.#notes = notes
    this.#told = told
    this.#word = word
  }

  /** Resolves when the note says that something is on its way. To be called when that is so. */
  async busy(): Promise<void> {
    this.#timer ??= setInterval(() => void this.#tick(), this.#word).unref()
    if (this.#saysBusy) return
    this.#starting ??= this.write().finally(() => {
      this.#starting = undefined
    })
    await this.#starting
  }

  /** Writes what there is to tell now, behind what is being written. */
  write(): Promise<void> {
    this.#chain = this.#chain.then(() => this.#put())
    return this.#chain
  }

  async #put(): Promise<void> {
    const told = this.#told()
    if (!told.isBusy) this.#saysBusy = false
    try {
      await this.#notes.write({ writtenAt: new Date().toISOString(), ...told })
      this.#saysBusy = told.isBusy
      this.problem = undefined
    } catch (error) {
      this.#saysBusy = false
      this.problem = error instanceof Error ? error.message : 'it cannot be written'
    }
  }

  /** The last note; none where there is nothing to say any more. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    const { missed, differences } = this.#told()
    if (missed.names > 0 || differences.length > 0) return this.write()
    await this.#chain
    await this.#notes.end()
  }

  async #tick(): Promise<void> {
    if (!this.#told().isBusy) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    await this.write()
  }
}
