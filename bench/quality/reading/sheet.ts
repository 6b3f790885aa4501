/**
 * Sheets for readers who do not know how their entries were found:
 *
 *   HITCRAFT_DATA=<folder> node bench/quality/reading/sheet.ts <log>[@<n>][,<log>…] <subject>[:<kind>][=<count>]…
 *     --out <folder> [--seed 1] [--certainty maybe|any] [--without <key.tsv>]… [--fresh] [--unlabelled] [--a-file 25]
 *
 * Logs: those of the labels, and all threads of the great ones but the first n; threads that anything was trained or
 * tuned on are left out, with `--unlabelled` all that have labels, with `--fresh` all conversations with labels or
 * verdicts, and all but one entry of a kind and conversation. Subjects: findings, outcomes, needs, need-groups, requests,
 * topic-fits, topic-titles, insights. Writes `<kind or subject>/sheet-01.txt` and on, and `key.tsv` beside, which
 * names log, kind and place of each entry: `verdicts.ts` joins what readers say to it. Ids go on over a run.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { OpenWorkspace } from '../../../src/app/workspace.ts'
import { listAnalyzed, throughProduct } from '../analyzed.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import { LABELLED_SETS, wholeLog } from '../bench-data.ts'
import type { LabelledSet } from '../bench-data.ts'
import { readLabels } from '../labels.ts'
import { drawEntries } from './entry.ts'
import type { Entry } from './entry.ts'
import { findingEntries, outcomeEntries, requestEntries } from './finding-entries.ts'
import { insightEntries } from './insight-entries.ts'
import { needGroups } from './need-entries.ts'
import { HOW_TO_JUDGE, printEntry } from './print-entry.ts'
import { topicFits, topicTitles } from './topic-entries.ts'
import { readVerdicts } from './verdict.ts'

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
  'need-groups': (threads, workspace) => needGroups(workspace, threads),
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
    fresh: { type: 'boolean', default: false },
    unlabelled: { type: 'boolean', default: false },
    without: { type: 'string', multiple: true, default: [] },
    'a-file': { type: 'string', default: '25' },
  },
})
const [logNames = '', ...asked] = positionals
const logs = logNames.split(',').map((name) => {
  const [log = '', skipped = '0'] = name.split('@')
  return { log: LABELLED_SETS.find((known) => known === log), skipped: Number(skipped) }
})
const { out } = values
const wanted = asked.flatMap((one) => {
  const [what = '', count = '200'] = one.split('=')
  const [of = '', kind] = what.split(':')
  const subject = SUBJECTS[of]
  return subject === undefined ? [] : [{ name: kind ?? of, subject, kind, count: Number(count) }]
})
if (
  logs.some(({ log }) => log === undefined) ||
  wanted.length < asked.length ||
  wanted.length === 0 ||
  out === undefined
)
  throw new Error(
    `sheet.ts <${LABELLED_SETS.join(' | ')}>… <${Object.keys(SUBJECTS).join(' | ')}>… --out <folder>`,
  )

const seen = new Set(
  [
    ...(values.unlabelled || values.fresh ? readLabels() : readLabels('train', 'tune')).map(
      ({ id }) => id,
    ),
    ...(values.fresh ? [...readVerdicts().values()].flat().map(({ place }) => idIn(place)) : []),
    ...values.without.flatMap(threadsOfKey),
  ].map(conversationOf),
)
/** What was found by subject, and the log of each entry. */
const found = new Map<string, Entry[]>()
const logOf = new Map<Entry, LabelledSet>()
for (const { log, skipped } of logs) {
  if (log === undefined) continue
  const source = wholeLog(process.env['HITCRAFT_DATA'] ?? '', log).slice(skipped)
  await throughProduct(source, async (workspace) => {
    const all = await listAnalyzed(workspace)
    const threads = [...all.values()].filter(({ thread }) => !seen.has(conversationOf(thread.id)))
    for (const { name, subject, kind } of wanted) {
      const asked = (await subject(threads, workspace, all)).filter(
        (entry) =>
          [entry.certainty, 'any'].includes(values.certainty) &&
          (kind ?? entry.kind) === entry.kind,
      )
      const entries = values.fresh ? onePerConversation(asked) : asked
      for (const entry of entries) logOf.set(entry, log)
      found.set(name, [...(found.get(name) ?? []), ...entries])
      for (const [kind, some] of Map.groupBy(entries, (entry) => entry.kind))
        console.log(`${log}, ${name}, ${kind}: there are ${some.length}`)
    }
  })
}
let written = 0
for (const { name, count } of wanted)
  writeSheet(drawEntries(found.get(name) ?? [], count, values.seed), join(out, name))

function onePerConversation(entries: readonly Entry[]): Entry[] {
  const keyOf = ({ kind, place }: Entry) => `${kind} ${conversationOf(idIn(place))}`
  return [...Map.groupBy(entries, keyOf).values()].flatMap((some) => some.slice(0, 1))
}

function writeSheet(drawn: readonly Entry[], folder: string): void {
  mkdirSync(folder, { recursive: true })
  const numbered = drawn.map((entry) => ({
    entry,
    id: `Q${String(++written).padStart(3, '0')}`,
  }))
  const keys = numbered.map(({ id, entry }) =>
    [id, logOf.get(entry) ?? '', entry.kind, entry.place].join('\t'),
  )
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
  return rows.flatMap((row) => idIn(row.split('\t')[3] ?? ''))
}

/** The thread that a place is in. */
function idIn(place: string): string {
  return place.split(' ')[0] ?? ''
}

/** A long conversation lies in ShareGPT in parts: what stands before the number of its part. */
function conversationOf(id: string): string {
  return /^(\w{7})_\d+$/u.exec(id)?.[1] ?? id
}
