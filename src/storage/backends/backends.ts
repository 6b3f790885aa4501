import { keysOf } from '../../domain/values/keys.ts'
import { memory } from '../memory/definition.ts'
import { mongodb } from '../mongodb/definition.ts'
import { azure } from '../objects/azure-blob/definition.ts'
import { file } from '../objects/file/definition.ts'
import { s3 } from '../objects/s3/definition.ts'
import { postgres } from '../postgres/definition.ts'
import type { Backend } from './backend.ts'
import type { Setting } from './settings.ts'

/** Every backend. Settings, URLs, help, checks, tests and documents follow from this table. */
export const BACKENDS = { memory, file, postgres, mongodb, s3, azure } as const

type Table = typeof BACKENDS

export type BackendKind = keyof Table

/** Of each kind the store that its definition opens. */
export type StoreTargets = { readonly [K in BackendKind]: Parameters<Table[K]['open']>[0] }

/** Which store, checked but not opened. */
export type StoreTarget = StoreTargets[BackendKind]

export type StoreSettingName = { [K in BackendKind]: keyof Table[K]['settings'] }[BackendKind]

/** Values of settings that are set. */
export type StoreSettingValues = Readonly<Partial<Record<StoreSettingName, string>>>

type Definition<K extends BackendKind> = Omit<
  Backend<StoreTargets[K], StoreSettingName>,
  'settings'
>

/** The definition of a kind, fit for a target of that kind. */
export function backendOf<K extends BackendKind>(kind: K): Definition<K> {
  const table: { readonly [B in BackendKind]: Definition<B> } = BACKENDS
  return table[kind]
}

/** In the order of the table. */
export const BACKEND_KINDS: readonly BackendKind[] = keysOf(BACKENDS)

/** The settings of all backends. */
export const STORE_SETTINGS = Object.fromEntries(
  Object.values(BACKENDS).flatMap(({ settings }) => Object.entries(settings)),
) as Readonly<Record<StoreSettingName, Setting>>
