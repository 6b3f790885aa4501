import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import type { WholeRecord } from '../sources/walked-record.ts'

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
