import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { StoreTarget } from '../storage/store-target.ts'

/** Whether opening the target would make it: folders that are not there. Servers say so themselves. */
export function isAbsent(target: StoreTarget): boolean {
  if (target.kind !== 'file') return false
  return !existsSync(target.folders.data) && !existsSync(target.folders.threads)
}

/**
 * What is only read must be there: a name with a slip in it would be an empty store, equal to any other.
 *
 * @throws HitCraftError NOT_FOUND
 */
export function refuseAbsent(target: StoreTarget): void {
  if (target.kind !== 'file' || !isAbsent(target)) return
  throw new HitCraftError('NOT_FOUND', `there is no store in ${dirname(target.folders.data)}`, {
    remedy:
      'Check the folder in file:…; an import makes a store, and so does the target of migrate.',
  })
}
