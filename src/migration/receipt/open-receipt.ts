import type { KeyObject } from 'node:crypto'
import { compareIds } from '../../domain/values/ids.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { readLines } from './read-lines.ts'
import { knownLine, readReceipt } from './read-receipt.ts'
import type { ReceiptHead } from './read-receipt.ts'
import type { ReceiptLine, ReceiptRoot } from './receipt-lines.ts'
import { refuseBroken, signerOf } from './receipt-problems.ts'

export interface Receipt extends ReceiptHead {
  /** Absent in version 1. */
  readonly finishedAt?: string
  /** Lines by kind. */
  readonly counts: ReadonlyMap<MovedKind, number>
  readonly root: ReceiptRoot
  /** SHA-256 of the public key that signed it, hex; absent for one that is not signed. */
  readonly signedBy?: string
  /** The lines of a kind by id, behind one, read from the file at each iteration. */
  readonly lines: (kind: MovedKind, after?: string) => AsyncGenerator<ReceiptLine>
  /** The lines of these ids, for which about 16 KB of the file are read each. */
  readonly find: (kind: MovedKind, ids: readonly string[]) => AsyncGenerator<ReceiptLine>
}

export interface OpenReceiptOptions {
  /** Who must have signed it. Absent: anybody, or nobody. */
  readonly publicKey?: KeyObject
}

/**
 * Opens a receipt, after one reading that proves it to be as it was written. Of one that is not it is told what became
 * of it: whether it is cut short, lacks lines, is out of order, was edited, or is signed by another key. Without
 * a signature that tells accidents; whoever forges one can seal it again.
 *
 * @throws HitCraftError NOT_FOUND, UNSUPPORTED for one of a later version, INVALID_INPUT for one that does not hold
 */
export async function openReceipt(
  path: string,
  { publicKey }: OpenReceiptOptions = {},
): Promise<Receipt> {
  const read = await readReceipt(path)
  const { head, footer } = refuseBroken(path, read)
  const signedBy = signerOf(path, footer, publicKey)
  const end =
    'end' in footer ? { finishedAt: footer.end.finishedAt, root: footer.end.root } : footer
  return {
    ...head,
    ...end,
    ...(signedBy === undefined ? {} : { signedBy }),
    counts: read.counts,
    async *lines(kind, after) {
      const stretch = read.blocks.behind(kind, after)
      if (stretch === undefined) return
      for await (const { bytes } of readLines(path, stretch)) {
        const line = knownLine(bytes)
        if (after === undefined || compareIds(line.id, after) > 0) yield line
      }
    },
    async *find(kind, ids) {
      const wanted = new Set(ids)
      for (const stretch of read.blocks.around(kind, ids)) {
        for await (const { bytes } of readLines(path, stretch)) {
          const line = knownLine(bytes)
          if (wanted.has(line.id)) yield line
        }
      }
    },
  }
}
