import type { ChatStore } from '../../storage/chat-store.ts'
import { copyPage } from '../copy/copy-page.ts'
import type { Migration } from '../copy/migration.ts'
import { KeptOut } from '../copy/erasures/kept-out.ts'
import { Tally } from '../copy/tally.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { Difference } from '../verify/differences.ts'
import { verifyNamed } from '../verify/verify-named.ts'
import type { NamedRecords } from './named-records.ts'

const PAGE = 200

export interface RepairOptions {
  /** The source as a store: then its lists are looked at too. */
  readonly fromStore?: ChatStore
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** What a repair has done. */
export interface Repair extends Pick<
  Migration,
  'copied' | 'updated' | 'unchanged' | 'conflicts' | 'keptOut' | 'failed' | 'problems' | 'damaged'
> {
  /** What of the named records is still wrong. */
  readonly differences: readonly Difference[]
}

/**
 * Moves again the records that a verification named, reads each one back, and looks at each of them as a verification
 * does. A thread that both sides have in states of their own is a conflict, and the target's stands; what only the target has
 * stays. Lists, counts and search of the target are made anew by `reindex`, which this leaves to the caller.
 */
export async function repair(
  from: RecordSource,
  to: ChatStore,
  named: NamedRecords,
  options: RepairOptions = {},
): Promise<Repair> {
  const { signal, onProgress } = options
  const tally = new Tally()
  const keptOut = await KeptOut.by([storeSource(to)], signal)
  const total = [...named.values()].reduce((sum, ids) => sum + ids.size, 0)
  let done = 0
  for (const kind of MOVED_KINDS) {
    const ids = [...(named.get(kind) ?? [])]
    for (let at = 0; at < ids.length; at += PAGE) {
      signal?.throwIfAborted()
      const wanted = ids.slice(at, at + PAGE).map((id) => ({ id, isThere: true }))
      const page = { kind, wanted, equal: 0, onlyThere: [] }
      // It was named: a record that is another than the source's is written over.
      const way = { from, to, onConflict: 'fail', isAlone: true, keptOut, writes: noop } as const
      if (kind !== 'thread')
        await keptOut.look(
          from,
          (
            await from.read(
              kind,
              page.wanted.map(({ id }) => id),
            )
          ).filter(isWhole),
        )
      tally.add(page, await copyPage(way, page))
      done += wanted.length
      onProgress?.(done, total)
    }
  }
  const {
    copied,
    updated,
    unchanged,
    conflicts,
    keptOut: out,
    failed,
    problems,
    damaged,
  } = tally.result(0)
  const differences = await verifyNamed(from, to, named, options)
  const counts = { copied, updated, unchanged, conflicts, keptOut: out, failed }
  return { ...counts, problems, damaged, differences }
}

/** The target stays whole while single records of it are mended. */
async function noop(): Promise<void> {}
