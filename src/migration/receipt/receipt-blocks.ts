import { compareIds } from '../../domain/values/ids.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'

/** About as many bytes of lines as are read to find one. */
const BLOCK_BYTES = 16 * 1024

/** Where lines of a file lie, in bytes. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

interface Block {
  readonly first: string
  readonly start: number
  end: number
}

/** Where the lines of each kind lie, by the first id of every 16 KB: those of a kind lie together, by id. */
export class ReceiptBlocks {
  readonly #blocks = new Map<MovedKind, Block[]>()

  /** Notes the next line. */
  add(kind: MovedKind, id: string, { start, end }: Stretch): void {
    const blocks = this.#blocks.get(kind) ?? []
    this.#blocks.set(kind, blocks)
    const last = blocks.at(-1)
    if (last === undefined || last.end - last.start >= BLOCK_BYTES) {
      blocks.push({ first: id, start, end })
    } else last.end = end
  }

  /** Where the lines behind an id lie, with some before them; undefined where there is none of the kind. */
  behind(kind: MovedKind, after: string | undefined): Stretch | undefined {
    const blocks = this.#blocks.get(kind) ?? []
    const end = blocks.at(-1)?.end
    const first = after === undefined ? blocks[0] : (blockOf(blocks, after) ?? blocks[0])
    return first === undefined || end === undefined ? undefined : { start: first.start, end }
  }

  /** The stretches in which ids lie, if they lie anywhere, each once. */
  around(kind: MovedKind, ids: readonly string[]): Stretch[] {
    const blocks = this.#blocks.get(kind) ?? []
    return [...new Set(ids.flatMap((id) => blockOf(blocks, id) ?? []))]
  }
}

/** The last block that does not begin behind an id. */
function blockOf(blocks: readonly Block[], id: string): Block | undefined {
  let low = 0
  let high = blocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareIds(blocks[middle]?.first ?? '', id) <= 0) low = middle + 1
    else high = middle
  }
  return blocks[low - 1]
}
