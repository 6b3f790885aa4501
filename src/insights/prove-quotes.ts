import { isEvidenceValid } from '../domain/analysis/evidence.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { readEach } from '../storage/read-each.ts'

const AT_ONCE = 100

/**
 * Holds quotes against the stored threads.
 * @returns those that the messages hold, word for word; none of a damaged thread, where it cannot be checked
 */
export async function verifyEvidence(
  store: ChatStore,
  quotes: readonly Evidence[],
): Promise<ReadonlySet<Evidence>> {
  const byThread = Map.groupBy(quotes, ({ threadId }) => threadId)
  const ids = [...byThread.keys()]
  const verified = new Set<Evidence>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { threads } = await readEach(store, ids.slice(at, at + AT_ONCE))
    for (const thread of threads.values()) {
      for (const quote of byThread.get(thread.id) ?? []) {
        if (isEvidenceValid(quote, thread)) verified.add(quote)
      }
    }
  }
  return verified
}

/** All quotes of a section's data. */
export function quotesIn(data: unknown): readonly Evidence[] {
  return quotedIn(data).flatMap(({ evidence }) => evidence)
}

/**
 * Takes quotes that were not verified out of a section's data.
 * @param dropsItems whether an item of a list that loses all of its quotes so goes too
 */
export function dropUnproved(
  data: unknown,
  verified: ReadonlySet<Evidence>,
  dropsItems: boolean,
): void {
  const bare = new Set<unknown>()
  for (const quoted of quotedIn(data)) {
    if (quoted.evidence.length === 0) continue
    quoted.evidence = quoted.evidence.filter((quote) => verified.has(quote))
    if (quoted.evidence.length === 0) bare.add(quoted)
  }
  if (!dropsItems || !Array.isArray(data)) return
  const left = data.filter((item) => !bare.has(item))
  data.splice(0, data.length, ...left)
}

interface Quoted {
  evidence: Evidence[]
}

/** The objects that hold evidence, at any depth. */
function quotedIn(value: unknown): readonly Quoted[] {
  if (typeof value !== 'object' || value === null) return []
  if (isQuoted(value)) return [value]
  return Object.values(value).flatMap(quotedIn)
}

function isQuoted(value: object): value is Quoted {
  return 'evidence' in value && Array.isArray(value.evidence)
}
