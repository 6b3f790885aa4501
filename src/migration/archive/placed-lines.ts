import { compareIds } from '../../domain/values/ids.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { idOfLine, recordOfLine } from './archive-line.ts'
import { byteLines } from './byte-lines.ts'
import type { ByteLine } from './byte-lines.ts'

/** Of a line that repeats the one before. */
export const TWICE = 'stands there twice'

/** A line with what is wrong with its place among the others. */
export interface PlacedLine extends ByteLine {
  /** Undefined for what does not begin like a line of an archive. */
  readonly id: string | undefined
  /** Undefined for one that stands in its place. */
  readonly misplaced: string | undefined
}

export interface PlacedOptions {
  /** The greatest id of the parts before it. */
  readonly behind?: string | undefined
  /** The least id of the part after it. */
  readonly before?: string | undefined
  readonly onBytes?: (bytes: Buffer) => void
}

/** The lines of a part, as many at once as lie in a chunk: a line that is not in the order of the ids is told, and so is one twice. */
export async function* placedLines(
  path: string,
  { behind, before, onBytes }: PlacedOptions = {},
): AsyncGenerator<readonly PlacedLine[]> {
  const order = new LineOrder(behind)
  // A line is settled once the next one is known.
  let held: Omit<PlacedLine, 'misplaced'> | undefined
  const settled = (next: string | undefined): PlacedLine[] =>
    held === undefined ? [] : [{ ...held, misplaced: order.problemOf(held.id, next) }]
  for await (const some of byteLines(path, onBytes)) {
    const lines: PlacedLine[] = []
    for (const line of some) {
      const id = idOfLine(line.bytes)
      lines.push(...settled(id))
      held = { ...line, id }
    }
    yield lines
  }
  yield settled(before)
}

/** The record of a line of a part, or what is wrong with it or its place. @throws as `recordOfLine` */
export function recordOfPlaced(kind: MovedKind, line: PlacedLine, path: string): WalkedRecord {
  const { bytes, id, misplaced, number } = line
  const place = `${path}, line ${number}`
  if (id === undefined || misplaced === undefined) return recordOfLine(kind, bytes, place)
  return { kind, id, damage: { kind, id, place, problem: misplaced } }
}

/** Tells lines that stand in their order from those that do not. */
class LineOrder {
  /** The id of the last line that stands in its place. */
  #last: string | undefined

  constructor(behind: string | undefined) {
    this.#last = behind
  }

  /** @param next the id behind it: where that could follow the line before, this one is out of its place */
  problemOf(id: string | undefined, next: string | undefined): string | undefined {
    if (id === undefined) return undefined
    const last = this.#last
    if (last === id) return TWICE
    const isBehind = (one: string) => last === undefined || compareIds(one, last) > 0
    const isAhead = next !== undefined && isBehind(next) && compareIds(next, id) < 0
    if (!isBehind(id) || isAhead) return 'stands out of its place'
    this.#last = id
    return undefined
  }
}
