import { segmentsOf } from './segments.ts'

/** Lines behind a banner in which the head of its thread must show. */
const HEAD_LINES = 12

/** Whether lines have the banner of a thread at the beginning of one, with its id or a message behind it. */
export function looksLikeExport(lines: readonly string[]): boolean {
  let banner: number | undefined
  for (const [at, text] of lines.entries()) {
    const [first] = segmentsOf({ text, offset: 0, end: 0, number: 1 })
    const kind = first?.mark?.kind
    if (kind === 'thread') banner = at
    else if (banner === undefined || at - banner > HEAD_LINES) continue
    else if (kind === 'header') return true
    else if (first?.mark?.kind === 'field' && first.mark.name === 'id') return true
  }
  return false
}
