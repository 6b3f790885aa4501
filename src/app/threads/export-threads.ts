import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, Damage } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import { idPages } from '../../storage/walk.ts'
import { threadDocument } from './thread-document.ts'
import type { ThreadDocument } from './thread-document.ts'
import type { Workspace } from '../workspace.ts'

/** Threads held at once. */
const PAGE = 200

/** The threads of these ids, in their order, or those that pass a filter, by id. */
export type ExportedThreads = readonly string[] | Omit<ThreadFilter, 'analyzerKey'>

export interface ExportOptions {
  readonly signal?: AbortSignal
  /** Told of each thread that is damaged and so left out. Absent: the export ends with CORRUPT at the first. */
  readonly onDamage?: (damage: Damage) => void
}

/**
 * Threads as documents, one after another; memory holds a page of them.
 * @throws HitCraftError NOT_FOUND before the first, where one of the named ids is not there; INTERRUPTED
 */
export async function* exportThreads(
  { store, analyzer }: Pick<Workspace, 'store' | 'analyzer'>,
  which: ExportedThreads,
  { signal, onDamage }: ExportOptions = {},
): AsyncGenerator<ThreadDocument> {
  const isNamed = isIds(which)
  if (isNamed) await refuseMissing(store, which)
  const pages = isNamed ? [which] : idPages(store, { ...which, analyzerKey: analyzer.key }, PAGE)
  for await (const ids of pages) {
    const { threads, damaged } = await readEach(store, ids)
    for (const id of ids) {
      signal?.throwIfAborted()
      const thread = threads.get(id)
      if (thread !== undefined) yield threadDocument(thread)
      const spoiled = damaged.get(id)
      if (spoiled === undefined) continue
      if (onDamage === undefined) throw spoiled.error
      onDamage(spoiled.damage)
    }
  }
}

function isIds(which: ExportedThreads): which is readonly string[] {
  return Array.isArray(which)
}

async function refuseMissing(store: ChatStore, ids: readonly string[]): Promise<void> {
  const { threads, damaged } = await readEach(store, ids)
  const missing = ids.find((id) => !threads.has(id) && !damaged.has(id))
  if (missing === undefined) return
  throw new HitCraftError('NOT_FOUND', `there is no thread ${missing.slice(0, 80)}`)
}
