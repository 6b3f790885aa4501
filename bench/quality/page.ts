import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = join(import.meta.dirname, '../../docs/quality.md')

/** Puts the tables of a part between its two marks in `docs/quality.md`, in place of those that are there. */
export function writePart(name: string, tables: string): void {
  const page = readFileSync(PAGE, 'utf8')
  const [open, end] = [`<!-- ${name}: made by bench/quality.ts -->`, `<!-- end of ${name} -->`]
  const from = page.indexOf(open)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for ${name}: ${open} … ${end}`)
  writeFileSync(PAGE, `${page.slice(0, from)}${open}\n\n${tables}\n\n${page.slice(to)}`)
}
