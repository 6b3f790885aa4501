import { ALL_KINDS, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'

export type MovedKind = 'thread' | RecordKind

/** What a migration moves, in this order: threads before what speaks of them, tombstones first. */
export const MOVED_KINDS: readonly MovedKind[] = [
  ...ALL_KINDS.filter((kind) => RECORD_KINDS[kind].moves === 'before threads'),
  'thread',
  ...ALL_KINDS.filter((kind) => RECORD_KINDS[kind].moves === 'after threads'),
]

/** The name of a kind in documents, plural. */
export function pluralOf(kind: MovedKind): string {
  return kind === 'thread' ? 'threads' : RECORD_KINDS[kind].plural
}
