import { analysesOf } from '../analyzed.ts'
import type { BenchData } from '../bench-data.ts'
import { clinc150, sgd } from '../datasets.ts'
import type { Labelled } from '../datasets.ts'
import { agreement } from '../measures.ts'
import { short } from '../table.ts'
import type { Table } from '../table.ts'

/** Topics as the product fits and stores them, against groups that people made; no number is given. */
export async function topics(data: BenchData): Promise<Table[]> {
  const rows: string[][] = []
  if (data.has('labelled/clinc150'))
    rows.push(await rowOf('CLINC150, test part', clinc150(data.folder)))
  if (data.has('labelled/sgd'))
    rows.push(await rowOf('SGD, dialogues of one domain', sgd(data.folder)))
  if (rows.length === 0) return []
  return [
    {
      title: 'Topics, no number given',
      columns: ['log', 'threads', 'groups', 'topics', 'unclassified', 'NMI', 'ARI'],
      rows,
    },
  ]
}

async function rowOf(name: string, rows: readonly Labelled<string>[]): Promise<string[]> {
  const analyzed = await analysesOf(rows.map(({ thread }) => thread))
  const found = analyzed.map(({ summary }) => topicOf(summary.analysis) ?? 'unclassified')
  const { nmi, ari } = agreement(rows.map(({ label }, i) => [label, found[i] ?? ''] as const))
  const known = new Set(found.filter((topic) => topic !== 'unclassified'))
  return [
    name,
    String(rows.length),
    String(new Set(rows.map(({ label }) => label)).size),
    String(known.size),
    String(found.filter((topic) => topic === 'unclassified').length),
    short(nmi),
    short(ari),
  ]
}

function topicOf(state: { readonly topic?: string } | { readonly state: 'pending' } | undefined) {
  return state !== undefined && 'topic' in state ? state.topic : undefined
}
