/**
 * What each kind of finding is worth: `HITCRAFT_DATA=<folder> node bench/quality/reading/measure-kinds.ts`. Adds
 * up what the labels of the split `test` say of the findings of today, and what readers said of the sheets whose
 * verdicts are kept, and writes `src/analysis/local/measured.json`, by which a kind is shown or not.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BenchData } from '../bench-data.ts'
import { judgedThreads, KINDS } from '../parts/findings.ts'
import { readVerdicts, truthOf } from './verdict.ts'

const FILE = join(import.meta.dirname, '../../../src/analysis/local/measured.json')

const folder = process.env['HITCRAFT_DATA'] ?? ''
if (folder === '') throw new Error('HITCRAFT_DATA does not name the folder of the labelled data')

const worth = new Map<string, { judged: number; true: number }>()
for (const { told } of await judgedThreads(new BenchData(folder)))
  for (const { kind, truth } of told) add(kind, truth)
for (const verdict of [...readVerdicts().values()].flat()) add(verdict.kind, truthOf(verdict))

const kinds = [...worth]
  .filter(([kind]) => KINDS.includes(kind) || kind === 'cannot-open')
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  // What readers differ on is half true; of halves the whole part counts.
  .map(([kind, { judged, true: truths }]) => [kind, { judged, true: Math.floor(truths) }] as const)
writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kinds), undefined, 2)}\n`)
for (const [kind, { judged, true: truths }] of kinds) console.log(`${kind}: ${truths} of ${judged}`)

function add(kind: string, truth: number): void {
  const known = worth.get(kind) ?? { judged: 0, true: 0 }
  worth.set(kind, { judged: known.judged + 1, true: known.true + truth })
}
