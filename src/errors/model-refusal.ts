import { HitCraftError } from './hitcraft-error.ts'
import type { ErrorCode } from './error-codes.ts'
import type { HitCraftErrorOptions } from './hitcraft-error.ts'

/**
 * Whose fault it is that no call of a run would fare better. `machine`: the key and the settings of the process that asks; one with
 * others may be answered. `model`: what is asked; whoever asks fares the same.
 */
export type Blamed = 'machine' | 'model'

/** The error that ends all calls of a run. Errors of a store have the same codes and are none of these. */
export class ModelRefusal extends HitCraftError {
  readonly blames: Blamed

  constructor(code: ErrorCode, message: string, blames: Blamed, options?: HitCraftErrorOptions) {
    super(code, message, options)
    this.blames = blames
  }
}
