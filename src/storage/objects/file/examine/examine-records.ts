import type { RecordKind } from '../../../../domain/records.ts'
import type { Damage } from '../../../chat-store.ts'
import { kindOf, readRecords, recordFiles } from '../disk/record-files.ts'
import type { BaseContext } from '../file-context.ts'
import { isErasing } from '../recovery/replay.ts'
import { bodySum, recordsInCatalog, recordsOnDisk } from '../recovery/restore-records.ts'

/** The lines of a kind, or of wanted ids of it, that do not hold. */
export function examineLines(
  { fs, layout }: BaseContext,
  kind: RecordKind,
  isWanted?: (id: string) => boolean,
): Damage[] {
  const damages: Damage[] = []
  for (const path of recordFiles(layout, fs).filter((path) => kindOf(layout, path) === kind)) {
    for (const { id, number, problem, isTorn } of readRecords(layout, fs, path, isWanted)) {
      if (problem === undefined || isTorn === true) continue
      const place = `${path}, line ${number}`
      if (isWanted?.(id ?? place) === false) continue
      damages.push({ kind, ...(id === undefined ? {} : { id }), place, problem })
    }
  }
  return damages
}

/** The records of a kind, or wanted ids of it: each line, and whether files and catalog tell the same. Under the lock. */
export function examineKind(
  context: BaseContext,
  kind: RecordKind,
  isWanted?: (id: string) => boolean,
): Damage[] {
  const { catalog, layout } = context
  const damages = examineLines(context, kind, isWanted)
  const found = recordsOnDisk(context, kind, isWanted)
  const place = kind === 'history' ? layout.history : `${layout.records}/${kind}.jsonl`
  for (const { id, body } of recordsInCatalog(catalog, kind)) {
    if (isWanted?.(id) === false) continue
    const sum = found.get(id)
    found.delete(id)
    if (sum === bodySum(body)) continue
    const problem = sum === undefined ? 'is missing' : 'is not what the catalog holds'
    damages.push({ kind, id, place, problem })
  }
  // Records of what is being erased are on disk for a moment longer.
  if (isErasing(catalog)) return damages
  for (const id of found.keys()) {
    damages.push({ kind, id, place, problem: 'is not in the catalog' })
  }
  return damages
}
