import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { compareIds } from '../../domain/values/ids.ts'
import type { Damage } from '../../storage/chat-store.ts'
import type { WalkOptions } from '../sources/record-source.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { PageInReading } from '../sources/page-in-reading.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { Bag } from './bag.ts'
import { sizeAt } from './bag.ts'
import { placedLines, recordOfPlaced, TWICE } from './placed-lines.ts'

const PAGE_RECORDS = 200

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
  const hash = createHash('sha256')
  const pages = new PageInReading(PAGE_RECORDS)
  let last = behind
  let kept = 0
  let damaged = 0
  const onBytes = (bytes: Buffer) => void hash.update(bytes)
  for await (const lines of placedLines(place, { behind, before, onBytes })) {
    signal?.throwIfAborted()
    for (const line of lines) {
      const { id, misplaced } = line
      const record = recordOfPlaced(kind, line, place)
      if (misplaced !== TWICE) kept++
      if (!isWhole(record)) damaged++
      if (id !== undefined && misplaced === undefined) last = id
      if (!isPassed(id, after)) pages.add(record, line.bytes.length)
      if (pages.isFull) yield pages.take()
    }
  }
  const counted = bag.records.get(path)
  const wanted = bag.hashes?.get(path)
  if (counted !== undefined && counted !== kept) {
    pages.add(file(`holds ${kept} records, and ${counted} were written`), 0)
  } else if (wanted !== undefined && wanted !== hash.digest('hex') && damaged === 0) {
    pages.add(file('does not hash to what the manifest says'), 0)
  }
  if (!pages.isEmpty) yield pages.take()
  return last
}

function isPassed(id: string | undefined, after: string | undefined): boolean {
  return after !== undefined && id !== undefined && compareIds(id, after) <= 0
}
