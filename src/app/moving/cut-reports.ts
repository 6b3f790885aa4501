import type { Difference } from '../../migration/verify/differences.ts'
import { TruthReader } from '../../migration/verify/derived/thread-truth.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { reportsBelow } from '../erasing/stored-reports.ts'

/**
 * Reports that speak of threads which none of the stores has, or has no analysis of: nobody can look up what they say. Of
 * what one of them has it is told elsewhere that another lacks it.
 *
 * @param folders where reports lie, at any depth; one that is not there holds none
 */
export async function cutReports(
  folders: Iterable<string>,
  stores: readonly ChatStore[],
): Promise<Difference[]> {
  const truths = await Promise.all(stores.map((store) => TruthReader.open(store)))
  const known = new Map<string, 'threads' | 'analyses' | undefined>()
  const lackingOf = async (id: string) => {
    if (known.has(id)) return known.get(id)
    const held = await Promise.all(truths.map((truth) => truth.isHeld(id)))
    const isAnalyzed = held.some((one) => one.isAnalyzed)
    const isThere = held.some((one) => one.isThere)
    const lacking = isAnalyzed ? undefined : isThere ? 'analyses' : 'threads'
    known.set(id, lacking)
    return lacking
  }
  const found: Difference[] = []
  for (const folder of new Set(folders)) {
    for await (const { name, threads } of reportsBelow(folder)) {
      const lacking = { threads: 0, analyses: 0 }
      for (const id of threads) {
        const what = await lackingOf(id)
        if (what !== undefined) lacking[what]++
      }
      for (const [what, count] of Object.entries(lacking)) {
        if (count === 0) continue
        const field = `its ${what}: ${count}`
        found.push({ kind: 'reports', id: name, field, problem: 'cut in both' })
      }
    }
  }
  return found
}
