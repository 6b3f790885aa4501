import { HitCraftError } from '../../../errors/hitcraft-error.ts'

/** An answer that cannot be used. @param what it is, without a word of it */
export function malformed(what: string): HitCraftError {
  return new HitCraftError('ANSWER_MALFORMED', what, {
    remedy: 'The thread stays pending; run it again, or try another model.',
  })
}
