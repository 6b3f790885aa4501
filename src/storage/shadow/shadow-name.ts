import type { RecordKind } from '../../domain/records.ts'

/** What was written or erased in the first store, by its name: what is there now is read when it is copied. */
export interface ShadowName {
  /** `user`: one who was erased. */
  readonly kind: 'thread' | 'user' | RecordKind
  readonly id: string
}

/** Whether a name tells of an erasure, which a shadow that did not get it does not honour. */
export function isErasure({ kind }: ShadowName): boolean {
  return kind === 'tombstone' || kind === 'user'
}
