import type { Clock } from '../../domain/values/time.ts'
import { readMessageTime } from './message-time.ts'

const NAME = Buffer.from('Time:')
/** How much behind its name a time may take. */
const VALUE = 96

/** Searches bytes for the newest message time of a text export (RTF too: its dates are plain ASCII). */
export class NewestTime {
  readonly #clock: Clock | undefined
  #newest: string | undefined
  #rest: Buffer = Buffer.alloc(0)

  /** @param clock which times are believed; default all */
  constructor(clock?: Clock) {
    this.#clock = clock
  }

  push(chunk: Uint8Array): void {
    const buffer = Buffer.concat([this.#rest, chunk])
    const until = Math.max(0, buffer.length - NAME.length - VALUE)
    this.#scan(buffer, until)
    this.#rest = buffer.subarray(until)
  }

  /** As ISO, UTC; undefined where no time was found. */
  result(): string | undefined {
    this.#scan(this.#rest, this.#rest.length)
    return this.#newest
  }

  #scan(buffer: Buffer, until: number): void {
    let at = buffer.indexOf(NAME)
    for (; at !== -1 && at < until; at = buffer.indexOf(NAME, at + 1)) {
      const start = at + NAME.length
      const value = buffer.toString('latin1', start, start + VALUE).split(/[\r\n\\]/, 1)[0] ?? ''
      const time = readMessageTime(value.trim())
      if (time === undefined || this.#clock?.believes(time) === false) continue
      if (time > (this.#newest ?? '')) this.#newest = time
    }
  }
}
