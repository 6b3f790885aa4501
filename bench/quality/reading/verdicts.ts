/**
 * Joins what one reader or two say to the key of a sheet: `node bench/quality/reading/verdicts.ts <name> <key.tsv>
 * <first> [<second>]`. A line of theirs: id, true (y, n, ?), proved (y, n), why, divided by tabs; the reasons are
 * left out. Writes `bench/quality/verdicts/<name>.tsv`, and tells which entries a reader left out.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownOf } from '../table.ts'
import { judgement, rowsOf, VERDICT_HEAD, VERDICTS, writtenVerdict } from './verdict.ts'
import type { Judgement, Verdict } from './verdict.ts'
import { verdictTable } from './verdict-table.ts'

const [name = '', key = '', ...given] = process.argv.slice(2)
const readers = given.map(judgementsOf)
if (readers.length !== 1 && readers.length !== 2)
  throw new Error('verdicts.ts <name> <key.tsv> <first> [<second>]')

const verdicts = rowsOf(key).flatMap(([id = '', set = '', kind = '', place = '']): Verdict[] => {
  const readings = readers.flatMap((reader) => reader.get(id) ?? [])
  if (readings.length === readers.length) return [{ set, kind, place, readings }]
  console.error(`${id} is not judged by all`)
  return []
})
mkdirSync(VERDICTS, { recursive: true })
const lines = [VERDICT_HEAD, ...verdicts.map(writtenVerdict)]
writeFileSync(join(VERDICTS, `${name}.tsv`), `${lines.join('\n')}\n`)
console.log(markdownOf(verdictTable(name, verdicts)))

function judgementsOf(file: string): Map<string, Judgement> {
  const lines = readFileSync(file, 'utf8').split('\n')
  return new Map(
    lines.flatMap((line): [string, Judgement][] => {
      const [id = '', isTrue = '', proved = ''] = line.split('\t').map((cell) => cell.trim())
      return /^Q\d+$/.test(id) ? [[id, judgement(isTrue, proved)]] : []
    }),
  )
}
