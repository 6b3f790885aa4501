import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { Difference } from '../../migration/verify/differences.ts'
import { TruthReader } from '../../migration/verify/derived/thread-truth.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { reportsBelow } from '../erasing/stored-reports.ts'

/** What a look at the reports of stores has found. */
export interface ReportsLook {
  /**
   * Reports that speak of threads which none of the stores has, or has no analysis of: nobody can look up there what they say. They
   * may be of another store, as a report does not say of which it is. Of what one of the stores has it is told elsewhere that another lacks it.
   */
  readonly cut: readonly Difference[]
  /** What could not be looked at, one line each. */
  readonly unread: readonly string[]
}

/**
 * Looks at reports beside a comparison of stores, which it neither ends nor changes: what cannot be read is told.
 *
 * @param folders where reports lie, at any depth; one that is not there holds none
 */
export async function lookAtReports(
  folders: Iterable<string>,
  stores: readonly ChatStore[],
): Promise<ReportsLook> {
  const cut: Difference[] = []
  const unread: string[] = []
  try {
    for await (const one of cutReports(folders, stores)) {
      if (typeof one === 'string') unread.push(one)
      else cut.push(one)
    }
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    unread.push(`the rest: ${error.message} (${error.code})`)
  }
  return { cut, unread }
}

async function* cutReports(
  folders: Iterable<string>,
  stores: readonly ChatStore[],
): AsyncGenerator<Difference | string> {
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
  for (const folder of new Set(folders)) {
    for await (const report of reportsBelow(folder)) {
      if ('code' in report) {
        yield `${report.path} (${report.code})`
        continue
      }
      const { name, threads } = report
      const lacking = { threads: 0, analyses: 0 }
      for (const id of threads) {
        const what = await lackingOf(id)
        if (what !== undefined) lacking[what]++
      }
      for (const [what, count] of Object.entries(lacking)) {
        if (count === 0) continue
        const field = `its ${what}: ${count}`
        yield { kind: 'reports', id: name, field, problem: 'cut in both' }
      }
    }
  }
}
