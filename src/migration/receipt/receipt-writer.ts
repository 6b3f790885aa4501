import type { KeyObject } from 'node:crypto'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { OutFile } from '../../files/out-file.ts'
import { productVersion } from '../../files/product-version.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { RECEIPT_VERSION } from './receipt-lines.ts'
import type { ReceiptEnd, ReceiptLine, ReceiptPlace, ReceiptRoot } from './receipt-lines.ts'
import { Seal } from './seal.ts'
import { signSeal } from './signing-key.ts'

/** What a receipt is of. */
export interface ReceiptSubject {
  readonly source: ReceiptPlace
  readonly target: ReceiptPlace
  /** Signs it; without one it tells accidents, and not what somebody forged. */
  readonly signKey?: KeyObject
}

/**
 * Writes a receipt (see `receipt-lines.ts`), beside its place until it is whole, so that a receipt that is
 * there is a finished one.
 */
export class ReceiptWriter {
  readonly #file: OutFile
  readonly #signKey: KeyObject | undefined
  readonly #seal = new Seal()
  readonly #counts = new Map<MovedKind, number>()

  private constructor(file: OutFile, signKey: KeyObject | undefined) {
    this.#file = file
    this.#signKey = signKey
  }

  /** @throws HitCraftError as `OutFile.open` */
  static async open(path: string, { source, target, signKey }: ReceiptSubject) {
    const header = {
      receipt: RECEIPT_VERSION,
      product: await productVersion(),
      source: placeOf(source),
      target: placeOf(target),
      startedAt: new Date().toISOString(),
    }
    const writer = new ReceiptWriter(await OutFile.open(path, `--receipt ${path}`), signKey)
    await writer.#write([header])
    return writer
  }

  /** Records in the order of a walk, kind after kind. */
  async add(records: readonly ReceiptLine[]): Promise<void> {
    for (const { kind } of records) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1)
    await this.#write(records)
  }

  async finish(root: ReceiptRoot): Promise<void> {
    const end: ReceiptEnd = {
      finishedAt: new Date().toISOString(),
      counts: Object.fromEntries(this.#counts),
      root,
    }
    const seal = this.#seal.with(end)
    const signature =
      this.#signKey === undefined ? {} : { signature: signSeal(seal, this.#signKey) }
    await this.#file.write(`${canonicalJson({ end, seal, ...signature })}\n`)
    await this.#file.end()
  }

  /** Leaves no receipt. */
  discard(): Promise<void> {
    return this.#file.discard()
  }

  async #write(lines: readonly unknown[]): Promise<void> {
    const text = lines.map((line) => `${canonicalJson(line)}\n`).join('')
    this.#seal.add(text)
    await this.#file.write(text)
  }
}

function placeOf({ kind, location }: ReceiptPlace): ReceiptPlace {
  return { kind, location }
}
