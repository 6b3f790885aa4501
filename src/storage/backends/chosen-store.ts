import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { BACKEND_KINDS, backendOf, STORE_SETTINGS } from './backends.ts'
import type { BackendKind, StoreSettingValues, StoreTarget } from './backends.ts'
import type { FileFolders } from './folders.ts'
import { StoreSettings } from './settings.ts'

/** The backends that a setting can choose. */
export const CHOICES = BACKEND_KINDS.filter((kind) => backendOf(kind).chosen !== undefined)

/**
 * The store that the settings choose.
 * @throws HitCraftError INVALID_CONFIG for a setting that cannot be right, or a kind that is not of `CHOICES`
 */
export function chosenStore(
  kind: BackendKind,
  settings: StoreSettingValues,
  folders: FileFolders,
): StoreTarget {
  const target = backendOf(kind).chosen?.(new StoreSettings(STORE_SETTINGS, settings), folders)
  if (target !== undefined) return target
  throw new HitCraftError('INVALID_CONFIG', `no setting chooses a store of ${kind}`)
}
