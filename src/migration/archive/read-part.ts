import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { compareIds } from '../../domain/values/ids.ts'
import type { Damage } from '../../storage/chat-store.ts'
import type { WalkOptions } from '../sources/record-source.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { isWhole } from '../sources/walked-record.ts'
import { idOfLine, recordOfLine } from './archive-line.ts'
import type { Bag } from './bag.ts'
import { sizeAt } from './bag.ts'
import { byteLines } from './byte-lines.ts'
import type { ByteLine } from './byte-lines.ts'

const PAGE_RECORDS = 200
const PAGE_BYTES = 4 * 1024 * 1024

/** A part of a kind that is known, and the ids between which its own lie. */
export interface PartToRead {
  readonly path: string
  readonly kind: MovedKind
  /** Its first. */
  readonly first?: string
  /** The first of the part after it. */
  readonly before?: string
}

export interface ReadPartOptions extends WalkOptions {
  /** The greatest id of the parts before it. */
  readonly behind?: string | undefined
}

/** A line that is looked at once the next one is known. */
interface HeldLine extends ByteLine {
  readonly id: string | undefined
}

/**
 * The records of a part, in pages, in the order of their ids: a line that stands out of it is damaged, and so is
 * one that stands there twice. What no line tells (lines that are gone or were added, bytes between them) is the
 * last damage, of the file as a whole.
 *
 * @returns the greatest id of it and of the parts before it
 */
export async function* readPart(
  bag: Bag,
  { path, kind, before }: PartToRead,
  { after, behind, signal }: ReadPartOptions = {},
): AsyncGenerator<readonly WalkedRecord[], string | undefined> {
  const place = join(bag.folder, path)
  const file = (problem: string): WalkedRecord => {
    const damage: Damage = { kind, place, problem }
    return { kind, id: '', damage }
  }
  if ((await sizeAt(bag.folder, path)) === undefined) {
    yield [file('is missing')]
    return behind
  }
  const order = new Order(kind, place, behind)
  const hash = createHash('sha256')
  const pages = new Pages()
  let held: HeldLine | undefined
  let lines = 0
  const settle = (line: HeldLine | undefined, next: string | undefined) => {
    if (line === undefined) return
    const record = order.settle(line, next)
    if (!isPassed(line.id, after)) pages.add(record, line.bytes.length)
  }
  for await (const some of byteLines(place, (bytes) => hash.update(bytes))) {
    signal?.throwIfAborted()
    for (const { bytes, number } of some) {
      const id = idOfLine(bytes)
      settle(held, id)
      held = { bytes, number, id }
      lines++
      if (pages.isFull) yield pages.take()
    }
  }
  settle(held, before)
  const counted = bag.records.get(path)
  const kept = lines - order.surplus
  const wanted = bag.hashes?.get(path)
  if (counted !== undefined && counted !== kept) {
    pages.add(file(`holds ${kept} records, and ${counted} were written`), 0)
  } else if (wanted !== undefined && wanted !== hash.digest('hex') && order.damaged === 0) {
    pages.add(file('does not hash to what the manifest says'), 0)
  }
  if (!pages.isEmpty) yield pages.take()
  return order.last
}

function isPassed(id: string | undefined, after: string | undefined): boolean {
  return after !== undefined && id !== undefined && compareIds(id, after) <= 0
}

/** Tells lines that stand in their order from those that do not. */
class Order {
  /** Lines that repeat the one before. */
  surplus = 0
  damaged = 0
  /** The id of the last line that stands in its place. */
  last: string | undefined
  readonly #kind: MovedKind
  readonly #place: string

  constructor(kind: MovedKind, place: string, behind: string | undefined) {
    this.#kind = kind
    this.#place = place
    this.last = behind
  }

  /** @param next the id behind it: where that could follow the line before, this one is out of its place */
  settle({ bytes, number, id }: HeldLine, next: string | undefined): WalkedRecord {
    const place = `${this.#place}, line ${number}`
    const read = (): WalkedRecord => recordOfLine(this.#kind, bytes, place)
    const outOfPlace = id === undefined ? undefined : this.#problemOf(id, next)
    const record: WalkedRecord =
      id === undefined || outOfPlace === undefined
        ? read()
        : { kind: this.#kind, id, damage: { kind: this.#kind, id, place, problem: outOfPlace } }
    if (id !== undefined && outOfPlace === undefined) this.last = id
    if (!isWhole(record)) this.damaged++
    return record
  }

  #problemOf(id: string, next: string | undefined): string | undefined {
    const last = this.last
    if (last === id) {
      this.surplus++
      return 'stands there twice'
    }
    const isBehind = (one: string) => last === undefined || compareIds(one, last) > 0
    const isAhead = next !== undefined && isBehind(next) && compareIds(next, id) < 0
    return !isBehind(id) || isAhead ? 'stands out of its place' : undefined
  }
}

/** Gathers records until there are enough for a page. */
class Pages {
  #records: WalkedRecord[] = []
  #bytes = 0

  get isFull(): boolean {
    return this.#records.length >= PAGE_RECORDS || this.#bytes >= PAGE_BYTES
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
