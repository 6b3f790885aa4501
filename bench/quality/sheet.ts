/**
 * Findings to be read by a person who is blind to how they were made, each with its whole thread:
 *
 *   HITCRAFT_DATA=<folder> node bench/quality/sheet.ts arena [--each 12] [--seed s] [--kinds wrong,need] [--maybe]
 *
 * Draws up to `each` threads of every kind, by a hash of seed, kind and thread, and prints them in one mixed
 * order, numbered. Sets: arena, sharegpt, tau, smile, sgd.
 */
import { parseArgs } from 'node:util'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import { isTextPart } from '../../src/domain/thread/content-part.ts'
import type { Message } from '../../src/domain/thread/message.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { sha256 } from '../../src/domain/values/canonical-json.ts'
import { arena, sgd, shareGpt, smileChat, tauBench } from './datasets.ts'

interface Drawn {
  readonly kind: string
  readonly claim: string
  readonly quotes: readonly Evidence[]
  readonly items: readonly string[]
  readonly thread: Thread
}

const SETS: Readonly<Record<string, (folder: string) => Thread[]>> = {
  arena,
  sharegpt: shareGpt,
  tau: (folder) => tauBench(folder).map(({ thread }) => thread),
  smile: (folder) => smileChat(folder, 2000),
  sgd: (folder) => sgd(folder).map(({ thread }) => thread),
}
/** Of a longer text the beginning and the end are printed; UTF-16 units. */
const HEAD = 1200
const TAIL = 500

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    each: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: '' },
    maybe: { type: 'boolean', default: false },
  },
})
const [set = ''] = positionals
const load = SETS[set]
if (load === undefined) throw new Error(`name a set: ${Object.keys(SETS).join(', ')}`)
const kinds = values.kinds.split(',').filter((kind) => kind !== '')
const order = (...parts: readonly string[]) => sha256([values.seed, ...parts].join('\n'))

const analyzer = await openAnalyzer('local')
const all: Drawn[] = []
for (const thread of load(process.env['HITCRAFT_DATA'] ?? '')) {
  const seen = new Set<string>()
  for (const drawn of findingsOf(thread, await analyzer.analyze(thread))) {
    if (kinds.length > 0 && !kinds.includes(drawn.kind)) continue
    if (!seen.has(drawn.kind)) all.push(drawn)
    seen.add(drawn.kind)
  }
}
const byKind = Map.groupBy(all, ({ kind }) => kind)
const drawn = [...byKind].flatMap(([kind, found]) => {
  console.error(`${kind}: ${found.length} threads`)
  return byHash(found).slice(0, Number(values.each))
})
for (const [n, finding] of byHash(drawn).entries()) print(n + 1, finding)

function byHash(found: readonly Drawn[]): Drawn[] {
  const ranked = found.map((one) => ({ one, rank: order(one.kind, one.thread.id) }))
  return ranked.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ one }) => one)
}

function findingsOf(thread: Thread, analysis: Analysis): Drawn[] {
  const wanted = values.maybe ? 'maybe' : 'shown'
  const named = <T extends { readonly certainty: string }>(list: readonly T[]) =>
    list.filter(({ certainty }) => certainty === wanted)
  const one = (kind: string, claim: string, quotes: readonly Evidence[], items: string[] = []) => ({
    kind,
    claim,
    quotes,
    items,
    thread,
  })
  const found = [
    ...named(analysis.failures).map(({ kind, note = '', evidence, items = [] }) =>
      one(
        kind,
        note,
        evidence,
        items.map(({ type }) => type),
      ),
    ),
    ...named(analysis.signals).map(({ kind, evidence }) => one(kind, '', evidence)),
    ...named(analysis.unmetNeeds).map(({ label, evidence }) => one('need', label, evidence)),
    ...named(analysis.improvements).map((it) => one('improvement', it.label, it.evidence)),
    ...named(analysis.strengths).map((it) => one('strength', it.label, it.evidence)),
  ]
  if (values.maybe) return found
  return [
    ...found,
    one(`outcome ${analysis.outcome}`, '', analysis.outcomeEvidence),
    ...analysis.requests.map(({ label, fulfilment, evidence }) =>
      one('request', `${label} (${fulfilment})`, evidence),
    ),
  ]
}

function print(n: number, { kind, claim, quotes, items, thread }: Drawn): void {
  const index = (id: string) => thread.messages.findIndex((message) => message.id === id)
  console.log(`\n##### ${n} [${kind}] ${claim}`)
  for (const { messageId, quote, role = '' } of quotes) {
    console.log(`  > [${index(messageId)}] ${role}: ${oneLine(quote)}`)
  }
  if (items.length > 0) console.log(`  items: ${items.join(', ')}`)
  console.log(`  thread ${thread.id}, ${thread.messages.length} messages`)
  for (const [at, message] of thread.messages.entries()) {
    console.log(`  [${at}] ${message.role}: ${oneLine(cut(textOf(message)))}`)
  }
}

function textOf({ content }: Message): string {
  return content.map((part) => (isTextPart(part) ? part.text : `[${part.type}]`)).join('\n')
}

function cut(text: string): string {
  if (text.length <= HEAD + TAIL + 100) return text
  return `${text.slice(0, HEAD)} […${text.length - HEAD - TAIL} more…] ${text.slice(-TAIL)}`
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ')
}
