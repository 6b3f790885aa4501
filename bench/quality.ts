/**
 * What the offline analyzer is worth, on data that others labelled and on labels of our own, all by the
 * product's own way: `HITCRAFT_DATA=<folder> node bench/quality.ts [part…] [--write]`. Prints Markdown tables;
 * `--write` puts them in their places in `docs/quality.md`.
 */
import { parseArgs } from 'node:util'
import { BenchData } from './quality/bench-data.ts'
import { writePart } from './quality/page.ts'
import { acts } from './quality/parts/acts.ts'
import { declined } from './quality/parts/declined.ts'
import { encoder } from './quality/parts/encoder.ts'
import { findings } from './quality/parts/findings.ts'
import { languages } from './quality/parts/languages.ts'
import { outcomes } from './quality/parts/outcomes.ts'
import { planted } from './quality/parts/planted.ts'
import { rates } from './quality/parts/rates.ts'
import { redaction } from './quality/parts/redaction.ts'
import { satisfaction } from './quality/parts/satisfaction.ts'
import { speed } from './quality/parts/speed.ts'
import { topics } from './quality/parts/topics.ts'
import { verdicts } from './quality/parts/verdicts.ts'
import { markdownOf } from './quality/table.ts'
import type { Table } from './quality/table.ts'

const PARTS: Readonly<Record<string, (data: BenchData) => Promise<Table[]>>> = {
  findings,
  acts,
  languages,
  outcomes,
  satisfaction,
  declined,
  topics,
  planted,
  encoder,
  rates,
  redaction,
  verdicts,
  speed,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
})
const folder = process.env['HITCRAFT_DATA'] ?? ''
if (folder === '') throw new Error('HITCRAFT_DATA does not name the folder of the labelled data')
const unknown = positionals.find((name) => PARTS[name] === undefined)
if (unknown !== undefined)
  throw new Error(`there is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}`)

const data = new BenchData(folder)
for (const [name, measure] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const text = (await measure(data)).map(markdownOf).join('\n\n')
  console.log(
    `\n## ${name}\n\n${text === '' ? 'Left out: its data is not in HITCRAFT_DATA.' : text}`,
  )
  if (values.write && text !== '') writePart(name, text)
}
