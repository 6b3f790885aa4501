import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import type { ReceiptEnd } from './receipt-lines.ts'

/** SHA-256 over the lines of a receipt as they lie in the file, and over its end. */
export class Seal {
  readonly #hash = createHash('sha256')

  /** @param bytes of whole lines, each with its line feed */
  add(bytes: string | Buffer): void {
    this.#hash.update(bytes)
  }

  with(end: ReceiptEnd): string {
    return this.#hash.copy().update(canonicalJson(end)).digest('hex')
  }
}
