import type { ModelRequest } from '../../analysis/models/model-provider.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Workspace } from '../workspace.ts'

/** What of a thread would be sent, and to whom. */
export interface WhatIsSent {
  /** `claude`, `openai`. */
  readonly to: string
  readonly model: string
  /** In the order of the asking, each as it would be sent. */
  readonly requests: readonly ModelRequest[]
  /** What stands in them for personal data: whatever else looks like one of these is the log's own. */
  readonly placeholders: readonly string[]
}

/**
 * What an analysis of a thread would send, redacted as it would be. Nothing is sent.
 *
 * @returns undefined for an analyzer that sends nothing
 * @throws HitCraftError NOT_FOUND, and anything of the store
 */
export async function whatIsSent(
  { store, analyzer }: Pick<Workspace, 'store' | 'analyzer'>,
  id: string,
): Promise<WhatIsSent | undefined> {
  const thread = await store.getThread(id)
  if (thread === undefined) {
    throw new HitCraftError('NOT_FOUND', `there is no thread ${id}`, {
      remedy: 'hitcraft threads list shows what is there.',
    })
  }
  if (analyzer.asks === undefined) return undefined
  const { name: to, model } = analyzer.asks.provider
  const placeholders = analyzer.asks.placeholdersOf(thread)
  return { to, model, requests: await analyzer.asks.requestsOf(thread), placeholders }
}
