import { visibleLine } from '../../domain/values/visible.ts'
import { width } from '../output/format.ts'

/** A text in lines of at most that many cells, broken at white space; what has none stays whole. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of visibleLine(text.replace(/\s+/gu, ' ').trim()).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || width(longer) <= cells) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** The same with something before the first line, and the others as far in. */
export function hung(before: string, text: string, cells: number): string[] {
  const space = ' '.repeat(width(before))
  return wrap(text, cells - space.length).map((line, at) => (at === 0 ? before : space) + line)
}
