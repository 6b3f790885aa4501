import type { Damage } from '../../storage/chat-store.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import type { CommandContext } from '../command.ts'

/** Damages that are printed; documents have them all. */
const SHOWN = 20

/** What does not hold, by name and place. */
export function printDamages(context: CommandContext, damages: readonly Damage[]): void {
  for (const damage of damages.slice(0, SHOWN)) context.print(`  damaged: ${damageLine(damage)}`)
  const more = damages.length - SHOWN
  if (more > 0) context.print(`  … and ${more} more: --json has them all`)
}

/** One damage in one line. */
export function damageLine({ kind, id, place, problem, keptAt }: Damage): string {
  // The id of a record about a thread is two ids on two lines.
  const name = id === undefined ? kind : `${kind} ${id.replaceAll('\n', ' of ')}`
  const kept = keptAt === undefined ? '' : ` (kept at ${keptAt})`
  return visibleLine(`${name}, ${place}: ${problem}${kept}`)
}
