import { durationOf } from '../../domain/written/duration.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import type { Migration, MigrationProgress, Named } from '../../migration/copy/migration.ts'
import { sumOf } from '../../migration/copy/migration.ts'
import { bytes, firstLines, table } from './format.ts'
import type { Progress } from './progress.ts'

/** Seconds before a rate says anything. */
const SETTLED = 2

const COLUMNS = [
  ['COPIED', 'copied'],
  ['UPDATED', 'updated'],
  ['UNCHANGED', 'unchanged'],
  ['CONFLICTS', 'conflicts'],
  ['SETTLED', 'settled'],
  ['KEPT OUT', 'keptOut'],
  ['FAILED', 'failed'],
  ['ONLY THERE', 'onlyThere'],
] as const

/** Columns that stand whether there is anything in them or not. */
const ALWAYS: ReadonlySet<string> = new Set(['copied', 'unchanged', 'conflicts', 'failed'])

/** What a migration has done, a line a kind of which there is anything. */
export function migrationTable(moved: Migration): string[] {
  const columns = COLUMNS.filter(([, name]) => ALWAYS.has(name) || sumOf(moved[name]) > 0)
  const kinds = Object.keys(moved.copied).filter((kind) =>
    COLUMNS.some(([, name]) => (moved[name][kind] ?? 0) > 0),
  )
  const rows = kinds.map((kind) =>
    [kind].concat(columns.map(([, name]) => String(moved[name][kind] ?? 0))),
  )
  return table([['', ...columns.map(([head]) => head)], ...rows])
}

/** What is not in the target as the source has it, by name. */
export function problemLines({ problems }: Pick<Migration, 'problems'>): string[] {
  return firstLines(
    problems.map((problem) => `${nameLine(problem)}: ${visibleLine(problem.reason)}`),
  )
}

/** What was erased in the target and did not come, by name. */
export function keptOutLines({ keptOutNames }: Pick<Migration, 'keptOutNames'>): string[] {
  return firstLines(keptOutNames.map(nameLine))
}

function nameLine({ kind, id }: Named): string {
  return visibleLine(`${kind} ${id.replaceAll('\n', ' of ')}`)
}

/** Threads of the target that a dry run says would be erased, by name. */
export function toEraseLines({ toErase = [] }: Pick<Migration, 'toErase'>): string[] {
  return firstLines(toErase.map((id) => `threads ${visibleLine(id)}`))
}

/** Draws how far a migration has come: records, bytes, the rate and what is left. */
export function progressLine(progress: Progress) {
  const begun = performance.now()
  return (done: number, total: number, { bytes: written }: MigrationProgress): void => {
    const seconds = (performance.now() - begun) / 1000
    const counted = [`${done} of ${total} records`, bytes(written)]
    if (seconds >= SETTLED && done > 0) {
      const rate = done / seconds
      counted.push(`${Math.round(rate)}/s`)
      if (total > done) counted.push(`${durationOf(Math.ceil((total - done) / rate))} left`)
    }
    progress.update(done, total, counted.join(', '))
  }
}
