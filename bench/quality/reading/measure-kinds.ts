/**
 * What each kind of finding is worth: `HITCRAFT_DATA=<folder> node bench/quality/reading/measure-kinds.ts`. Of the
 * findings told today it takes those that were judged, by the labels of the split `test` or by the readers of a
 * sheet, and writes `src/analysis/local/measured.json`, by which a kind is shown or not.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BenchData, LABELLED_SETS } from '../bench-data.ts'
import { judgedThreads, KINDS } from '../parts/findings.ts'
import { toldIn } from '../told.ts'
import { groupVerdicts } from './group-verdicts.ts'
import { readVerdicts, truthOf } from './verdict.ts'
import type { Verdict } from './verdict.ts'

const FILE = join(import.meta.dirname, '../../../src/analysis/local/measured.json')

const folder = process.env['HITCRAFT_DATA'] ?? ''
if (folder === '') throw new Error('HITCRAFT_DATA does not name the folder of the labelled data')
const data = new BenchData(folder)
const worth = new Map<string, { judged: number; true: number }>()
const judged = await judgedThreads(data)
for (const { told } of judged) for (const { kind, truth } of told) add(kind, truth)
const labelled = new Set(judged.map(({ labels: { set, id } }) => `${set} ${id}`))
const sheets = readVerdicts()
for (const [sheet, verdicts] of sheets) {
  // What was read to mend a kind says nothing of it once it is mended.
  if (sheet.endsWith('-before-mending')) continue
  for (const verdict of verdicts)
    if (await isToldToday(verdict)) add(verdict.kind, truthOf(verdict))
}
for (const verdict of groupVerdicts(sheets)) add(verdict.kind, truthOf(verdict))

const kinds = [...worth]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  // What readers differ on is half true; of halves the whole part counts.
  .map(([kind, { judged: of, true: truths }]) => [kind, { judged: of, true: Math.floor(truths) }])
writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kinds), undefined, 2)}\n`)
console.log(kinds.map((kind) => JSON.stringify(kind)).join('\n'))

/** Whether the finding that was read is still there; what labels judge already is not counted twice. */
async function isToldToday({ set, kind, place }: Verdict): Promise<boolean> {
  const log = LABELLED_SETS.find((name) => name === set)
  const [id = '', quoted = ''] = place.split(' ')
  if (log === undefined || labelled.has(`${set} ${id}`) || !isFinding(kind)) return false
  const thread = (await data.analyzed(log)).get(id)
  const indexes = new Set(quoted.split(',').map(Number))
  const told = thread === undefined ? [] : toldIn(thread)
  return told.some((one) => one.kind === kind && one.quoted.some((at) => indexes.has(at)))
}

function isFinding(kind: string): boolean {
  return KINDS.includes(kind) || kind === 'cannot-open'
}

function add(kind: string, truth: number): void {
  const known = worth.get(kind) ?? { judged: 0, true: 0 }
  worth.set(kind, { judged: known.judged + 1, true: known.true + truth })
}
