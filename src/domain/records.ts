import type { KindDefinition } from './kind-definition.ts'
import { KINDS } from './kinds/kinds.ts'
import { hashOf } from './values/canonical-json.ts'

export type RecordKind = keyof typeof KINDS

/** The record of each kind. */
export type RecordTypes = {
  [K in RecordKind]: (typeof KINDS)[K] extends KindDefinition<infer T> ? T : never
}

/** The definition of each kind. */
export const RECORD_KINDS: { readonly [K in RecordKind]: KindDefinition<RecordTypes[K]> } = KINDS

/** Every kind, in the order of a migration. */
export const ALL_KINDS = Object.keys(RECORD_KINDS).filter(isRecordKind)

/** Whether a name is that of a kind. */
export function isRecordKind(name: unknown): name is RecordKind {
  return typeof name === 'string' && Object.hasOwn(RECORD_KINDS, name)
}

/** The id of a record under its kind. */
export function idOfRecord<K extends RecordKind>(kind: K, record: RecordTypes[K]): string {
  return RECORD_KINDS[kind].idOf(record)
}

/** The thread that a record is filed under and goes with; undefined for one that is of no one thread. */
export function threadOfRecord<K extends RecordKind>(
  kind: K,
  record: RecordTypes[K],
): string | undefined {
  const { onErase, threadsOf } = RECORD_KINDS[kind]
  return onErase.does === 'delete' ? threadsOf(record)[0] : undefined
}

/** Whether records of a kind may hold anything of a thread. */
export function speaksOfThreads(kind: RecordKind): boolean {
  return RECORD_KINDS[kind].onErase.does !== 'keep'
}

/** Whether records of a kind move to another store: what a store says of itself stays its own. */
export function movesOn(kind: RecordKind): boolean {
  return RECORD_KINDS[kind].moves !== 'never'
}

/** Whether nothing follows from a record of the kind: it is of no thread, and nothing is made under it. */
export function standsAlone(kind: RecordKind): boolean {
  const { modelOf, onErase } = RECORD_KINDS[kind]
  return onErase.does !== 'delete' && modelOf === undefined
}

/** What statements of a server must know of a record beside its id and thread. */
export function tagOfRecord<K extends RecordKind>(
  kind: K,
  record: RecordTypes[K],
): string | undefined {
  return RECORD_KINDS[kind].tagOf(record)
}

/** The names of all facets that hold under an analyzer key. */
export const KEYED_FACETS: readonly string[] = ALL_KINDS.flatMap((kind) =>
  Object.keys(RECORD_KINDS[kind].state?.facets ?? {}),
)

/** SHA-256 of the record's canonical JSON; stored with it. */
export function recordHash(record: RecordTypes[RecordKind]): string {
  return hashOf(record)
}
