import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { HitCraftError } from '../errors/hitcraft-error.ts'

/** Whether a file was seen to be something else than a chat log. */
export function isNoLog(error: unknown): error is HitCraftError {
  return isHitCraftError(error, 'UNKNOWN_FORMAT') && error.details['isChat'] === false
}
