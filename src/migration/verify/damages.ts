import type { ExamineOptions } from '../../storage/chat-store.ts'
import { pluralOf } from '../sources/moved-kinds.ts'
import type { Difference } from './differences.ts'
import type { Sides } from './side.ts'

/** What either side's examination names. */
export async function damagesOf(
  { source, target }: Sides,
  upkeep: ExamineOptions,
): Promise<Difference[]> {
  const found: Difference[] = []
  for (const { name: side, examine } of [source, target]) {
    if (examine === undefined) continue
    for await (const { kind, id = '', place, problem: what } of examine(upkeep)) {
      const name = kind === 'store' ? kind : pluralOf(kind)
      const problem = `damaged in ${side}` as const
      found.push({ kind: name, id, field: '', problem, place: `${place}: ${what}` })
    }
  }
  return found
}

/** Those that an examination names again: what was only under way is not. */
export async function stillDamaged(
  before: readonly Difference[],
  again: () => Promise<readonly Difference[]>,
): Promise<Difference[]> {
  if (before.length === 0) return []
  const nameOf = ({ problem, kind, id, place }: Difference) =>
    JSON.stringify([problem, kind, id, place])
  const now = new Set((await again()).map(nameOf))
  return before.filter((one) => now.has(nameOf(one)))
}
