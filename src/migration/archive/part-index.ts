import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from '../../files/file-error.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import type { Bag } from './bag.ts'
import { sizeAt } from './bag.ts'
import { placedLines, recordOfPlaced } from './placed-lines.ts'
import type { PlacedLine } from './placed-lines.ts'
import type { PartToRead } from './read-part.ts'

/** A line without its bytes. */
interface LineAt extends Omit<PlacedLine, 'bytes'> {
  readonly length: number
}

/** Where the lines of a part lie by id, so that single ones are read without the rest. Memory holds the ids of one part. */
export class PartIndex {
  readonly #place: string
  readonly #part: PartToRead
  readonly #lines: ReadonlyMap<string, readonly LineAt[]>

  private constructor(place: string, part: PartToRead, lines: ReadonlyMap<string, LineAt[]>) {
    this.#place = place
    this.#part = part
    this.#lines = lines
  }

  /** Reads the part once. Of one that is missing it is empty. @throws HitCraftError as `fileError` */
  static async of({ folder }: Bag, part: PartToRead): Promise<PartIndex> {
    const lines = new Map<string, LineAt[]>()
    const place = join(folder, part.path)
    if ((await sizeAt(folder, part.path)) === undefined) return new PartIndex(place, part, lines)
    for await (const some of placedLines(place, part)) {
      for (const { bytes, ...line } of some) {
        if (line.id === undefined) continue
        const same = lines.get(line.id) ?? []
        lines.set(line.id, same)
        same.push({ ...line, length: bytes.length })
      }
    }
    return new PartIndex(place, part, lines)
  }

  /** Each line of these ids. */
  async read(ids: readonly string[]): Promise<WalkedRecord[]> {
    const wanted = ids.flatMap((id) => this.#lines.get(id) ?? [])
    if (wanted.length === 0) return []
    try {
      const file = await open(this.#place)
      try {
        const found: WalkedRecord[] = []
        for (const { length, ...line } of wanted) {
          const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, line.at)
          const bytes = buffer.subarray(0, bytesRead)
          found.push(recordOfPlaced(this.#part.kind, { ...line, bytes }, this.#place))
        }
        return found
      } finally {
        await file.close()
      }
    } catch (error) {
      throw fileError(error)
    }
  }
}
