import type { ChatStore } from '../../storage/chat-store.ts'
import { copyPage } from '../copy/copy-page.ts'
import type { Migration } from '../copy/migration.ts'
import { KeptOut } from '../copy/erasures/kept-out.ts'
import { withRecords } from '../copy/source-page.ts'
import { Filling } from '../filling/filling.ts'
import { Tally } from '../copy/tally.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import { BatchReader } from '../sources/read-in-batches.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { Difference } from '../verify/differences.ts'
import { verifyNamed } from '../verify/verify-named.ts'
import type { NamedRecords } from './named-records.ts'

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
  const filling = await Filling.begin(from, to, 'repair')
  try {
    let done = 0
    for (const kind of MOVED_KINDS) {
      const ids = [...(named.get(kind) ?? [])]
      const write = filling.write.bind(filling, [kind])
      // It was named: a record that is another than the source's is written over.
      const way = { from, to, onConflict: 'fail', isAlone: true, keptOut, write } as const
      for await (const { ids: asked, records } of new BatchReader(from).all(kind, ids)) {
        signal?.throwIfAborted()
        await keptOut.look(from, records.filter(isWhole))
        const wanted = records.map(({ id }) => ({ id, isThere: true }))
        const page = withRecords({ kind, wanted, equal: 0, onlyThere: 0 }, records)
        tally.add(page, await copyPage(way, page))
        done += asked.length
        onProgress?.(done, total)
      }
    }
    await filling.mended()
  } finally {
    await filling.end()
  }
  const { onlyThere: _o, settled: _s, erased: _e, bytes: _b, ...moved } = tally.result(0)
  return { ...moved, differences: await verifyNamed(from, to, named, options) }
}
