import { BATCH_BYTES } from './batch-size.ts'
import type { WalkedRecord } from './walked-record.ts'

/** Gathers records that are read one by one until there are enough for a page. */
export class PageInReading {
  readonly #most: number
  #records: WalkedRecord[] = []
  #bytes = 0

  /** @param most records of a page, however small they are */
  constructor(most: number) {
    this.#most = most
  }

  get isFull(): boolean {
    return this.#records.length >= this.#most || this.#bytes >= BATCH_BYTES
  }

  get isEmpty(): boolean {
    return this.#records.length === 0
  }

  add(record: WalkedRecord, bytes: number): void {
    this.#records.push(record)
    this.#bytes += bytes
  }

  take(): readonly WalkedRecord[] {
    this.#bytes = 0
    return this.#records.splice(0)
  }
}
