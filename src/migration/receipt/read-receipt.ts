import { compareIds } from '../../domain/values/ids.ts'
import { isJsonObject, jsonIfAny } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { readLines } from './read-lines.ts'
import { ReceiptBlocks } from './receipt-blocks.ts'
import {
  firstFooterSchema,
  firstHeaderSchema,
  footerSchema,
  headerSchema,
  lineSchema,
  RECEIPT_VERSION,
} from './receipt-lines.ts'
import type { ReceiptFooter, ReceiptLine, ReceiptPlace, ReceiptRoot } from './receipt-lines.ts'
import { RootHash } from './root-hash.ts'
import { Seal } from './seal.ts'

/** What a receipt is of, as its first line says. Version 1 said neither kinds nor product nor times. */
export interface ReceiptHead {
  readonly version: 1 | 2 | typeof RECEIPT_VERSION
  /** The version of the package that wrote it. */
  readonly product?: string
  readonly source: Partial<ReceiptPlace> & Pick<ReceiptPlace, 'location'>
  readonly target: Partial<ReceiptPlace> & Pick<ReceiptPlace, 'location'>
  readonly startedAt?: string
}

/** What one reading of a receipt has met. */
export interface ReadReceipt {
  readonly head?: ReceiptHead
  readonly footer?: ReceiptFooter | { readonly root: ReceiptRoot }
  readonly counts: ReadonlyMap<MovedKind, number>
  readonly blocks: ReceiptBlocks
  /** Computed from the lines. */
  readonly root: string
  /** Computed from all that was read; empty without an end that tells one. */
  readonly seal: string
  /** The first line that does not belong behind the one before it, counted from 1. */
  readonly misplaced?: number
  /** The first that is none of a receipt. */
  readonly odd?: number
  /** Whole lines. */
  readonly lines: number
}

/**
 * Reads a receipt once, holding a line at a time, and says what it met.
 * @throws HitCraftError INVALID_INPUT for a file that does not begin as a receipt, UNSUPPORTED for one of a later
 * version, and as `readLines`
 */
export async function readReceipt(path: string): Promise<ReadReceipt> {
  const counts = new Map<MovedKind, number>()
  const blocks = new ReceiptBlocks()
  const root = new RootHash()
  const seal = new Seal()
  let head: ReceiptHead | undefined
  let footer: ReadReceipt['footer']
  let last: ReceiptLine | undefined
  let misplaced: number | undefined
  let odd: number | undefined
  let lines = 0
  for await (const { bytes, at, isEnded } of readLines(path)) {
    // Half a line is what is left of one.
    if (!isEnded) break
    lines++
    const value = jsonIfAny(bytes.toString('utf8'))
    if (head === undefined) {
      head = headOf(path, value)
      seal.add(bytes)
      continue
    }
    const line = footer === undefined ? lineSchema.safeParse(value).data : undefined
    if (line === undefined) {
      const end = footer === undefined ? footerOf(value, head.version) : undefined
      if (end === undefined) odd ??= lines
      else footer = end
      continue
    }
    if (last !== undefined && !isBehind(last, line)) misplaced ??= lines
    last = line
    root.add(line)
    seal.add(bytes)
    counts.set(line.kind, (counts.get(line.kind) ?? 0) + 1)
    blocks.add(line.kind, line.id, { start: at, end: at + bytes.length })
  }
  return {
    ...(head === undefined ? {} : { head }),
    ...(footer === undefined ? {} : { footer }),
    ...(misplaced === undefined ? {} : { misplaced }),
    ...(odd === undefined ? {} : { odd }),
    counts,
    blocks,
    root: root.digest(),
    seal: footer !== undefined && 'end' in footer ? seal.with(footer.end) : '',
    lines,
  }
}

/** A line that was read before. */
export function knownLine(bytes: Buffer): ReceiptLine {
  return lineSchema.parse(jsonIfAny(bytes.toString('utf8')))
}

function headOf(path: string, value: unknown): ReceiptHead {
  const { data } = headerSchema.safeParse(value)
  if (data !== undefined) {
    const { receipt: version, ...rest } = data
    return { version, ...rest }
  }
  const { data: first } = firstHeaderSchema.safeParse(value)
  if (first !== undefined) {
    const { receipt: version, source, target } = first
    return { version, source: { location: source }, target: { location: target } }
  }
  const version = isJsonObject(value) ? value['receipt'] : undefined
  if (typeof version === 'number' && version > RECEIPT_VERSION) {
    throw new HitCraftError('UNSUPPORTED', `${path} was written by a later version of HitCraft`, {
      remedy: 'Update HitCraft, then run the same again.',
    })
  }
  throw new HitCraftError(
    'INVALID_INPUT',
    `${path} is no receipt: its first line is not that of one`,
    {
      remedy: 'Name the file that migrate --receipt wrote.',
    },
  )
}

function footerOf(value: unknown, version: ReceiptHead['version']): ReadReceipt['footer'] {
  return (version === 1 ? firstFooterSchema : footerSchema).safeParse(value).data
}

/** Whether a line follows another in the order of a walk. */
function isBehind(before: ReceiptLine, line: ReceiptLine): boolean {
  const kinds = MOVED_KINDS.indexOf(line.kind) - MOVED_KINDS.indexOf(before.kind)
  return kinds === 0 ? compareIds(before.id, line.id) < 0 : kinds > 0
}
