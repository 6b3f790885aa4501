import type { Share } from './measures.ts'

/** One table of a part, as the terminal and `docs/quality.md` show it. */
export interface Table {
  /** What is measured on what; one line. */
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** How to read it, where that is not plain. */
  readonly note?: string
}

export function markdownOf({ title, columns, rows, note }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const lines = [
    `**${title}**`,
    '',
    line(columns),
    line(columns.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...rows.map(line),
  ]
  if (note !== undefined) lines.push('', note)
  return lines.join('\n')
}

/** `.92 (.85–.96)`; a dash where nothing was counted. */
export function shareText({ share, low, high, of }: Share): string {
  return of === 0 ? '–' : `${short(share)} (${short(low)}–${short(high)})`
}

/** Two decimals, without the zero before the point. */
export function short(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2).replace(/^(-?)0\./, '$1.') : '–'
}

/** A count that may be of halves. */
export function countText(count: number): string {
  return String(Math.round(count * 10) / 10)
}
