import { given } from '../../domain/values/given.ts'
import type { ChatStore, Stamp } from '../../storage/chat-store.ts'
import { BATCH_BYTES } from '../sources/batch-size.ts'
import { joinById } from '../sources/join-by-id.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource, WalkOptions } from '../sources/record-source.ts'
import { stampOfWalked } from '../sources/whole-record.ts'
import { storeSource } from '../sources/store-source.ts'
import { bytesOf } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'

/** Records of the source that a piece of work is about, in its order, with what lies between them. */
export interface WantedPage {
  readonly kind: MovedKind
  /** New in the target, or not known to be equal. */
  readonly wanted: readonly Wanted[]
  /** Equal in both by their stamps. */
  readonly equal: number
  /** In the target alone. */
  readonly onlyThere: number
  /** Of the record before these in the source; absent at its beginning. */
  readonly after?: string
}

export interface Wanted {
  readonly id: string
  /** Whether the target has something under the id. */
  readonly isThere: boolean
  /** Of what the target has. Absent where it was not listed. */
  readonly stamp?: string
  /** Where the source had to be read to know what is wanted. */
  readonly walked?: WalkedRecord
}

export interface WantedOptions extends Pick<WalkOptions, 'signal'> {
  /** Reads all of the source, and takes nothing for equal by its stamp. */
  readonly isDeep: boolean
  /** How many records to put in the next page. */
  readonly size: () => number
  /** Called with each page of stamps of the target, before anything follows from it, and with an empty one at the end. */
  readonly onListed?: (page: readonly Stamp[]) => void
}

/** Records that are equal or gone, between two that are wanted, before a page is given to say so. */
const MOST_BETWEEN = 20_000

/** What of a kind has to be looked at, told by stamps where both sides have them. */
export async function* wantedPages(
  from: RecordSource,
  to: ChatStore,
  kind: MovedKind,
  options: WantedOptions,
): AsyncGenerator<WantedPage> {
  const there = told(storeSource(to).stamps(kind, options), options.onListed)
  const here = options.isDeep || from.stamps === undefined ? undefined : from.stamps(kind, options)
  const page = new PageInMaking(kind)
  for await (const { left, right } of joinById(here ?? stamped(from, kind, options), there)) {
    page.add(left, right, options.isDeep)
    if (page.isFull(options.size())) yield page.take()
  }
  yield page.take()
}

async function* told(
  pages: AsyncIterable<readonly Stamp[]>,
  onListed: WantedOptions['onListed'],
): AsyncGenerator<readonly Stamp[]> {
  for await (const page of pages) {
    onListed?.(page)
    yield page
  }
  onListed?.([])
}

interface Here extends Stamp {
  readonly walked?: WalkedRecord
}

class PageInMaking {
  readonly #kind: MovedKind
  #wanted: Wanted[] = []
  #onlyThere = 0
  #equal = 0
  /** Of what was read to know what is wanted. */
  #bytes = 0
  #after: string | undefined
  #last: string | undefined

  constructor(kind: MovedKind) {
    this.#kind = kind
  }

  add(left: Here | undefined, right: Stamp | undefined, isDeep: boolean): void {
    if (left === undefined) {
      if (right !== undefined) this.#onlyThere++
      return
    }
    const isEqual = right !== undefined && left.stamp !== '' && left.stamp === right.stamp
    if (isEqual && !isDeep) this.#equal++
    else {
      const { id, walked } = left
      if (this.#wanted.length === 0) this.#after = this.#last
      const isThere = right !== undefined
      this.#wanted.push({ id, isThere, ...given({ walked, stamp: right?.stamp }) })
      if (walked !== undefined) this.#bytes += bytesOf(walked)
    }
    this.#last = left.id
  }

  isFull(size: number): boolean {
    const isLarge = this.#wanted.length >= size || this.#bytes >= BATCH_BYTES
    return isLarge || this.#equal + this.#onlyThere >= MOST_BETWEEN
  }

  take(): WantedPage {
    const page: WantedPage = {
      kind: this.#kind,
      wanted: this.#wanted,
      equal: this.#equal,
      onlyThere: this.#onlyThere,
      ...(this.#after === undefined ? {} : { after: this.#after }),
    }
    this.#wanted = []
    this.#onlyThere = 0
    this.#equal = 0
    this.#bytes = 0
    return page
  }
}

/** The records of a source that only reading tells of, with the stamps that a store would give them. */
async function* stamped(
  from: RecordSource,
  kind: MovedKind,
  options: Pick<WalkOptions, 'signal'>,
): AsyncGenerator<readonly Here[]> {
  for await (const page of from.walk(kind, options)) {
    yield page.map((walked) => ({ id: walked.id, stamp: stampOfWalked(kind, walked), walked }))
  }
}
