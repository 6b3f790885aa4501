import type { Batch } from '../../domain/analysis/batch.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** Milliseconds that services keep answers, the longest of them: Anthropic 29 days, OpenAI 30. */
const KEPT = 30 * 86_400_000

/**
 * Refuses to take it for gone that a service says it knows no such batch, or has no answers of it: with another key, or at
 * another address, it says so of a batch that is there and paid for.
 *
 * @param givenUp the batch that somebody says is gone
 * @throws HitCraftError NOT_FOUND while the service should have it, unless it is given up
 */
export function refuseUnknown({ id, madeAt, provider }: Batch, givenUp: string | undefined): void {
  if (id === givenUp || Date.now() - Date.parse(madeAt) > KEPT) return
  throw new HitCraftError('NOT_FOUND', `${provider} knows nothing of the batch ${id} (404)`, {
    remedy: `Its threads wait for it. Look at the key, its workspace and the base URL: they must be those that it was submitted with. If it was deleted there, --give-up ${id} has its threads asked for anew.`,
  })
}
