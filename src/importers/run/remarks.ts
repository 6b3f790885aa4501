import type { Reject } from '../../domain/import-record.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Trouble } from '../source/bytes.ts'

const MOST_NAMED = 20

/** What is to be said of a file beside its logs, gathered while it is read. */
export class Remarks {
  /** Members that should have been read. */
  readonly unreadable: { readonly name: string; readonly error: HitCraftError }[] = []
  readonly troubles: Trouble[] = []
  readonly notes: string[] = []
  /** Logs that were read before an earlier import of the file was interrupted. */
  readBefore = 0
  readonly #passedOver: string[] = []
  #passedOverCount = 0

  passOver(name: string, what: string): void {
    this.#passedOverCount++
    if (this.#passedOver.length < MOST_NAMED) this.#passedOver.push(`${name} (${what})`)
  }

  addChange(change: 'none' | 'grown' | 'changed'): void {
    if (change === 'grown') {
      this.notes.push('the file grew while it was read: import it again for what came behind')
    }
    if (change === 'changed') {
      const reason = 'the file was changed while it was read: import it again'
      this.troubles.push({ reason, length: 0 })
    }
  }

  get isEmpty(): boolean {
    const { notes, troubles, readBefore } = this
    return this.#passedOverCount + notes.length + troubles.length + readBefore === 0
  }

  /** @param offset of the content, where rejects are placed */
  told(offset: number): { notes: string[]; rejects: Reject[] } {
    const before =
      this.readBefore === 0
        ? []
        : [`${this.readBefore} logs of it were read before it was interrupted`]
    return {
      notes: [...this.notes, ...this.#passedOverNote(), ...before],
      rejects: this.troubles.map(({ reason, length }) => ({ offset, length, reason })),
    }
  }

  /** Why nothing was read of a file. */
  nothingRead(name: string): HitCraftError {
    const [first] = this.unreadable
    if (first !== undefined && this.unreadable.length + this.#passedOverCount === 1) {
      return first.error
    }
    const failed = this.unreadable.slice(0, MOST_NAMED).map(({ error }) => error.message)
    const more = this.unreadable.length - failed.length
    const seen = [
      ...failed,
      ...(more > 0 ? [`${more} more that cannot be read`] : []),
      ...this.#passedOverNote(),
    ]
    if (seen.length === 0) return new HitCraftError('INVALID_INPUT', `${name} holds no file`)
    return new HitCraftError(
      this.unreadable.every(({ error }) => error.code === 'UNKNOWN_FORMAT')
        ? 'UNKNOWN_FORMAT'
        : 'INVALID_INPUT',
      `${name} holds no log that can be read: ${seen.join('; ')}`,
      first?.error.remedy === undefined ? {} : { remedy: first.error.remedy },
    )
  }

  #passedOverNote(): string[] {
    const count = this.#passedOverCount
    if (count === 0) return []
    const more = count - this.#passedOver.length
    const names = [...this.#passedOver, ...(more > 0 ? [`${more} more`] : [])].join(', ')
    return [
      `${count} ${count === 1 ? 'member is' : 'members are'} no log and passed over: ${names}`,
    ]
  }
}
