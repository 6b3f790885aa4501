import { percentOf } from '../../domain/values/percent.ts'
import type { Cell, TableBlock } from '../../insights/content.ts'
import { intervalText } from '../../insights/counting/labels.ts'
import type { Figure } from '../../insights/figures.ts'
import { oneLine, table, width } from '../output/format.ts'
import type { Drawing } from './drawing.ts'
import { wrap } from './wrap.ts'

/** Lines of a list at the most; how many there are is said where there are more. */
const MOST_LINES = 8
const MOST_LABEL = 44
/** Of a row of a table. */
const MOST_NAME = 32
const LEAST_LABEL = 16
/** Columns of a table that are shown however narrow the terminal is: the name, and what it counts. */
const LEAST_COLUMNS = 2

export interface FigureLine {
  readonly label: string
  readonly figure: Figure
}

/** One line a figure: count, share, name, and the flags that list its threads. */
export function figureRows(all: readonly FigureLine[], { flags, width: line }: Drawing): string[] {
  const shown = all.slice(0, MOST_LINES).map(({ label, figure }) => ({
    label,
    before: [countText(figure), shareText(figure)],
    door: flags(figure.threads),
  }))
  const taken = shown.map(({ before, door }) => [...before, '', door].join('  ').length)
  const room = Math.max(LEAST_LABEL, Math.min(MOST_LABEL, line - Math.max(0, ...taken)))
  const lines = table(
    shown.map(({ before: [count = '', share = ''], label, door }) => [
      count,
      share,
      oneLine(label, room),
      door,
    ]),
  )
  return [...lines, ...more(all.length)]
}

function countText({ n, of }: Figure): string {
  const all = of.toLocaleString('en-US')
  return `${n.toLocaleString('en-US').padStart(all.length)} of ${all}`
}

function shareText({ n, of, interval }: Figure): string {
  const share = percentOf(n, of).padStart(5)
  return interval === undefined ? share : `${share}, ${intervalText(interval)}`
}

/** A table with the flags that list the first count of each row. Columns that have no room are named below it. */
export function tableRows({ title, columns, rows }: TableBlock, drawing: Drawing): string[] {
  const lines = rows.slice(0, MOST_LINES).map((row) => {
    const count = row.find((cell) => typeof cell === 'object')
    return {
      cells: row.map(cellText),
      door: count === undefined ? '' : drawing.flags(count.threads),
    }
  })
  const drawn = (most: number) =>
    table(
      alignedRight([
        columns.slice(0, most).concat(''),
        ...lines.map(({ cells, door }) => cells.slice(0, most).concat(door)),
      ]),
    )
  const fits = (most: number) => drawn(most).every((line) => width(line) + 2 <= drawing.width)
  let most = columns.length
  while (most > LEAST_COLUMNS && !fits(most)) most--
  const left = columns.slice(most)
  const without =
    left.length === 0 ? [] : wrap(`no room for: ${left.join(', ')}`, drawing.width - 2)
  return [title, ...[...drawn(most), ...more(rows.length), ...without].map((line) => `  ${line}`)]
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'object') return oneLine(String(cell), MOST_NAME)
  return cell.of === undefined ? String(cell.n) : `${cell.n} of ${cell.of}`
}

/** Columns of numbers end below each other. */
function alignedRight(rows: readonly (readonly string[])[]): string[][] {
  const [head = [], ...body] = rows
  const widths = head.map((name, at) =>
    body.every((row) => /^(?:[<\d]|–$|$)/.test(row[at] ?? '')) && at > 0 && name !== ''
      ? Math.max(...rows.map((row) => width(row[at] ?? '')))
      : 0,
  )
  return rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)))
}

function more(all: number): string[] {
  return all <= MOST_LINES ? [] : [`the first ${MOST_LINES} of ${all.toLocaleString('en-US')}`]
}
