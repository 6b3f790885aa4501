import type { ChatStore } from '../chat-store.ts'
import type { FileFolders } from './folders.ts'
import type { Setting, StoreSettings } from './settings.ts'

/**
 * One backend, as everything outside of its folder knows it: each is a `definition.ts` in its folder and an
 * entry in `backends.ts`. A definition loads nothing of what opens the store.
 *
 * @typeParam T the store it opens, checked: plain data with its kind
 * @typeParam N the names of its settings
 */
export interface Backend<T extends { readonly kind: string }, N extends string = never> {
  readonly kind: T['kind']

  /** Variables of the environment that are of this backend alone. */
  readonly settings: Readonly<Record<N, Setting>>

  /**
   * The store that the settings choose. Absent: no setting chooses this backend.
   * @throws HitCraftError INVALID_CONFIG by `settings.refusal`
   */
  readonly chosen?: (settings: StoreSettings<N>, folders: FileFolders) => T

  /** How a URL names such a store. Absent: none does. */
  readonly url?: StoreUrl<T, N>

  /**
   * Opens it, making what is missing. What it needs is imported here, so that no other backend loads it.
   * @throws HitCraftError UNAVAILABLE, PERMISSION, UNSUPPORTED, INVALID_CONFIG
   */
  readonly open: (target: T) => Promise<ChatStore>

  /**
   * The folders that are the store, each with the setting that names it: who only reads is refused where
   * none is there. Absent: a server keeps it, and says itself what is there.
   */
  readonly folders?: (target: T) => readonly StoreFolder[]

  readonly traits?: BackendTraits
}

/** In what a backend differs from the others, where that matters outside of it. */
export interface BackendTraits {
  /** One process alone may use a place; a second writer is answered with CONFLICT. */
  readonly oneProcess?: boolean
  /** A process keeps a copy of the catalog below the system's folder for temporary files. */
  readonly catalogInTemp?: boolean
}

export interface StoreUrl<T, N extends string> {
  /** Without the colon, lower case. */
  readonly schemes: readonly string[]
  /** How one is written, for messages and help: `s3://bucket/prefix`. */
  readonly form: string
  /**
   * @param cwd what a relative folder is relative to
   * @param settings what the URL leaves out, credentials first
   * @returns undefined for a URL that names no store
   * @throws HitCraftError INVALID_INPUT for a part that cannot be right
   */
  readonly parse: (url: string, cwd: string, settings: StoreSettings<N>) => T | undefined
}

export interface StoreFolder {
  /** For `doctor`: `data`. */
  readonly name: string
  readonly setting: string
  readonly path: string
}
