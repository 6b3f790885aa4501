import { visibleLine } from '../../domain/values/visible.ts'

/** An id of more units leaves no room on a terminal for what stands beside it: it has a line of its own. */
export const LONG_ID = 40

/** Lines of a list that are printed. */
const SHOWN = 20

/** The first lines of a list of which the document too has the first thousand alone, each indented. */
export function firstLines(lines: readonly string[]): string[] {
  const shown = lines.slice(0, SHOWN).map((line) => `  ${line}`)
  return lines.length > SHOWN ? [...shown, '  … and more: --json has the first 1,000'] : shown
}

/** Rows as columns with two spaces between; the last column is not padded. A cell stays in its line. */
export function table(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(visibleLine))
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** Cells a text takes on a terminal: East Asian wide characters take two, marks none. */
export function width(text: string): number {
  let cells = 0
  for (const char of text.replace(/\p{M}/gu, '')) {
    cells +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Extended_Pictographic}/u.test(
        char,
      )
        ? 2
        : 1
  }
  return cells
}

function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - width(text)))
}

/** `1536` → `1.5 KB`. */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = n
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** `1 thread`, `2 threads`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : plural}`
}

/** Words of a log in one line, cut to a length. */
export function oneLine(text: string, most = 72): string {
  const line = visibleLine(text.replace(/\s+/gu, ' ').trim())
  const chars = Array.from(line)
  return chars.length <= most ? line : `${chars.slice(0, most - 1).join('')}…`
}

/** An ISO time as a person reads it, UTC: `2025-03-10 18:15`. */
export function shortTime(iso: string | undefined): string {
  return iso === undefined ? '–' : iso.slice(0, 16).replace('T', ' ')
}
