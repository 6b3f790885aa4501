import { given } from '../../../domain/values/given.ts'
import type { PendingThread } from '../../../storage/chat-store.ts'
import type { HeldClaims } from './held-claims.ts'

/** Claims what is next in a pass over the pending threads, `limit` at most; undefined at its end. */
export type TakeUp = (limit: number) => Promise<readonly PendingThread[] | undefined>

/** All that nobody else has, by id. */
export function takeAll(claims: HeldClaims): TakeUp {
  let after: string | undefined
  return async (limit) => {
    const page = await claims.take(given({ after }), limit)
    after = page.at(-1)?.id
    return after === undefined ? undefined : page
  }
}

/** These threads, as far as nobody else has them, in their order. */
export function takeEach(
  claims: HeldClaims,
  threads: readonly Pick<PendingThread, 'id'>[],
): TakeUp {
  let at = 0
  return async (limit) => {
    while (at < threads.length) {
      const among = threads.slice(at, at + limit).map(({ id }) => id)
      at += among.length
      const page = await claims.take({ among }, limit)
      if (page.length > 0) return page
    }
    return undefined
  }
}
