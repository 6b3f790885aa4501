import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { OutFile } from '../../files/out-file.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { WholeRecord } from '../sources/walked-record.ts'

const kindSchema = z.enum(MOVED_KINDS)
const headerSchema = z.object({ receipt: z.literal(1), source: z.string(), target: z.string() })
const lineSchema = z.object({ kind: kindSchema, id: z.string(), hash: z.string() })
const footerSchema = z.object({ root: z.object({ source: z.string(), target: z.string() }) })

/** A line of a receipt: what proves one record. */
export interface ReceiptLine {
  readonly kind: MovedKind
  readonly id: string
  readonly hash: string
}

/**
 * One hash of everything a walk has met: SHA-256 over the canonical `[kind, id, hash]` lines in the order
 * of the walk. Two stores hold the same exactly when their roots are equal.
 */
export class RootHash {
  readonly #hash = createHash('sha256')

  add(record: Pick<WholeRecord, 'kind' | 'id' | 'hash'>): void {
    this.#hash.update(canonicalJson([record.kind, record.id, record.hash]) + '\n')
  }

  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}

/**
 * Writes a receipt as JSON Lines (a header, a line a record, the two roots), beside its place until it is
 * whole, so that a receipt that is there is a finished one.
 */
export class ReceiptWriter {
  readonly #file: OutFile

  private constructor(file: OutFile) {
    this.#file = file
  }

  /** @throws HitCraftError as `OutFile.open` */
  static async open(
    path: string,
    header: { source: string; target: string },
  ): Promise<ReceiptWriter> {
    const writer = new ReceiptWriter(await OutFile.open(path, `--receipt ${path}`))
    await writer.#write([{ receipt: 1, ...header }])
    return writer
  }

  add(records: readonly ReceiptLine[]): Promise<void> {
    return this.#write(records.map(({ kind, id, hash }) => ({ kind, id, hash })))
  }

  async finish(root: { source: string; target: string }): Promise<void> {
    await this.#write([{ root }])
    await this.#file.end()
  }

  /** Leaves no receipt. */
  discard(): Promise<void> {
    return this.#file.discard()
  }

  #write(lines: readonly unknown[]): Promise<void> {
    return this.#file.write(lines.map((line) => `${canonicalJson(line)}\n`).join(''))
  }
}

export interface Receipt {
  /** Read again at each iteration. */
  readonly lines: () => AsyncGenerator<ReceiptLine>
  readonly root: { readonly source: string; readonly target: string }
}

/**
 * Opens a receipt and checks that it is whole.
 * @throws HitCraftError NOT_FOUND, or INVALID_INPUT for a file that is no receipt or is cut short
 */
export async function openReceipt(path: string): Promise<Receipt> {
  const root = new RootHash()
  let footer: z.infer<typeof footerSchema> | undefined
  for await (const line of receiptLines(path)) {
    if ('root' in line) footer = line
    else root.add(line)
  }
  if (footer === undefined || footer.root.source !== root.digest()) {
    throw new HitCraftError('INVALID_INPUT', `${path} is cut short or was changed`, {
      remedy: 'Run the migration again: it copies nothing twice and writes a new receipt.',
    })
  }
  const lines = async function* (): AsyncGenerator<ReceiptLine> {
    for await (const line of receiptLines(path)) if (!('root' in line)) yield line
  }
  return { lines, root: footer.root }
}

async function* receiptLines(path: string) {
  const input = createReadStream(path)
  try {
    await once(input, 'open')
  } catch (cause) {
    throw new HitCraftError('NOT_FOUND', `no receipt can be read at ${path}`, { cause })
  }
  let number = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    const value = parseLine(text)
    const schema = number === 1 ? headerSchema : z.union([lineSchema, footerSchema])
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      throw new HitCraftError('INVALID_INPUT', `line ${number} of ${path} is not one of a receipt`)
    }
    if (!('receipt' in parsed.data)) yield parsed.data
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
