/**
 * Sheets for readers who do not know how their entries were found:
 *
 *   HITCRAFT_DATA=<folder> node bench/quality/reading/sheet.ts <log> <subject>[=<count>]… --out <folder>
 *     [--seed 1] [--certainty maybe|any] [--without <key.tsv>…] [--unlabelled] [--a-file 25]
 *
 * Logs: those of the labels; threads that anything was trained or tuned on are left out, with `--unlabelled` all
 * that have labels. Subjects: findings, outcomes, needs, requests, topic-fits, topic-titles, insights. Writes
 * `<subject>/sheet-01.txt` and on, and `<subject>/key.tsv`, which names log, kind and place of each entry:
 * `verdicts.ts` joins what readers say to it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { OpenWorkspace } from '../../../src/app/workspace.ts'
import { listAnalyzed, throughProduct } from '../analyzed.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import { LABELLED_SETS, labelledLog } from '../bench-data.ts'
import { readLabels } from '../labels.ts'
import { drawEntries } from './entry.ts'
import type { Entry } from './entry.ts'
import { findingEntries, outcomeEntries, requestEntries } from './finding-entries.ts'
import { insightEntries } from './insight-entries.ts'
import { HOW_TO_JUDGE, printEntry } from './print-entry.ts'
import { topicFits, topicTitles } from './topic-entries.ts'

type All = ReadonlyMap<string, AnalyzedThread>
type Subject = (
  threads: AnalyzedThread[],
  workspace: OpenWorkspace,
  all: All,
) => Entry[] | Promise<Entry[]>

const SUBJECTS: Readonly<Record<string, Subject>> = {
  findings: (threads) => threads.flatMap(findingEntries).filter(({ kind }) => kind !== 'need'),
  outcomes: (threads) => threads.flatMap(outcomeEntries),
  needs: (threads) => threads.flatMap(findingEntries).filter(({ kind }) => kind === 'need'),
  requests: (threads) => threads.flatMap(requestEntries),
  'topic-fits': (threads, workspace) => topicFits(workspace, threads),
  'topic-titles': (threads, workspace) => topicTitles(workspace, threads),
  insights: (_, workspace, all) => insightEntries(workspace, all),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    certainty: { type: 'string', default: 'shown' },
    unlabelled: { type: 'boolean', default: false },
    without: { type: 'string', multiple: true, default: [] },
    'a-file': { type: 'string', default: '25' },
  },
})
const [logName = '', ...asked] = positionals
const log = LABELLED_SETS.find((name) => name === logName)
const { out } = values
const wanted = asked.flatMap((one) => {
  const [name = '', count = '200'] = one.split('=')
  const subject = SUBJECTS[name]
  return subject === undefined ? [] : [{ name, subject, count: Number(count) }]
})
if (log === undefined || wanted.length < asked.length || wanted.length === 0 || out === undefined)
  throw new Error(
    `sheet.ts <${LABELLED_SETS.join(' | ')}> <${Object.keys(SUBJECTS).join(' | ')}>… --out <folder>`,
  )

const seen = new Set([
  ...(values.unlabelled ? readLabels() : readLabels('train', 'tune')).flatMap(({ set, id }) =>
    set === log ? [id] : [],
  ),
  ...values.without.flatMap(threadsOfKey),
])
const source = [...labelledLog(process.env['HITCRAFT_DATA'] ?? '', log).values()]
await throughProduct(source, async (workspace) => {
  const all = await listAnalyzed(workspace)
  const threads = [...all.values()].filter(({ thread }) => !seen.has(thread.id))
  for (const { name, subject, count } of wanted) {
    const entries = (await subject(threads, workspace, all)).filter(({ certainty }) =>
      [certainty, 'any'].includes(values.certainty),
    )
    writeSheet(drawEntries(entries, count, values.seed), join(out, name))
    for (const [kind, some] of Map.groupBy(entries, (entry) => entry.kind))
      console.log(`${name}, ${kind}: there are ${some.length}`)
  }
})

function writeSheet(drawn: readonly Entry[], folder: string): void {
  mkdirSync(folder, { recursive: true })
  const numbered = drawn.map((entry, i) => ({ entry, id: `Q${String(i + 1).padStart(3, '0')}` }))
  const keys = numbered.map(({ id, entry }) => [id, logName, entry.kind, entry.place].join('\t'))
  writeFileSync(join(folder, 'key.tsv'), `id\tset\tkind\tplace\n${keys.join('\n')}\n`)
  const each = Number(values['a-file'])
  for (let from = 0; from < numbered.length; from += each) {
    const texts = numbered.slice(from, from + each).map(({ id, entry }) => printEntry(id, entry))
    const name = `sheet-${String(from / each + 1).padStart(2, '0')}.txt`
    writeFileSync(join(folder, name), [HOW_TO_JUDGE, ...texts].join('\n'))
  }
}

function threadsOfKey(file: string): string[] {
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)
  return rows.flatMap((row) => row.split('\t')[3]?.split(' ')[0] ?? [])
}
