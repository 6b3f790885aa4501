import { LABELLED_SETS } from '../bench-data.ts'
import type { Verdict } from './verdict.ts'

const GROUP = 'need-group'

/**
 * The verdicts on groups of needs that count for what a group is worth: of logs that this project did not write, and each place
 * once. A group is one of a whole log, so what was read of it is taken as it was read.
 */
export function groupVerdicts(sheets: ReadonlyMap<string, readonly Verdict[]>): Verdict[] {
  const counted = new Map<string, Verdict>()
  for (const [sheet, verdicts] of sheets) {
    // What was read to mend a kind says nothing of it once it is mended.
    if (sheet.endsWith('-before-mending')) continue
    for (const verdict of verdicts) {
      const { set, kind, place } = verdict
      if (kind !== GROUP || !LABELLED_SETS.some((name) => name === set)) continue
      const id = `${set} ${place}`
      if (!counted.has(id)) counted.set(id, verdict)
    }
  }
  return [...counted.values()]
}
