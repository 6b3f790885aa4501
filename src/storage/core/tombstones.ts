import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import { decodeKey } from '../../domain/values/ids.ts'

/**
 * What tombstones were made with: one secret of this store, and one of each that was merged into it. By the tag
 * and by the text of each, as far as they are there: were one changed, what was erased would else come back.
 */
export function secretsOf(
  stones: Iterable<{ readonly tag?: unknown; readonly body?: unknown }>,
): string[] {
  const secrets = new Set<string>()
  for (const { tag, body } of stones) {
    if (typeof tag === 'string') secrets.add(decodeKey(tag))
    const [, own] = /"key":"([0-9a-f]{64})"/.exec(typeof body === 'string' ? body : '') ?? []
    if (own !== undefined) secrets.add(own)
  }
  return [...secrets]
}

/**
 * Those of the threads that were erased, or hold a message of a user who was.
 * @param find which of these ids of tombstones are stored
 */
export async function buriedAmong(
  threads: readonly Thread[],
  secrets: readonly string[],
  find: (ids: readonly string[]) => Promise<Iterable<string>>,
): Promise<ReadonlySet<Thread>> {
  if (secrets.length === 0) return new Set()
  const names = threads.flatMap((thread) =>
    namesToLookFor(thread).flatMap(({ what, name }) =>
      secrets.map((secret) => ({ thread, id: tombstoneId(secret, what, name) })),
    ),
  )
  const found = new Set(await find([...new Set(names.map(({ id }) => id))]))
  return new Set(names.filter(({ id }) => found.has(id)).map(({ thread }) => thread))
}
