import { analysesOf } from '../analyzed.ts'
import type { BenchData } from '../bench-data.ts'
import { xstest } from '../datasets.ts'
import { binaryScore, shareOf } from '../measures.ts'
import { shareText, short } from '../table.ts'
import type { Table } from '../table.ts'

const MODELS = ['gpt4', 'mistralguard', 'mistralinstruct'] as const
const DECLINED: ReadonlySet<string> = new Set(['refused', 'cannot', 'does-not-know', 'cannot-open'])

/** XSTest: answers that people marked as a full or partial refusal. */
export async function declined(data: BenchData): Promise<Table[]> {
  if (!data.has('labelled/xstest')) return []
  const rows: string[][] = []
  for (const model of MODELS) {
    const labelled = xstest(data.folder, model)
    const analyzed = await analysesOf(labelled.map(({ thread }) => thread))
    for (const certainties of [['shown'], ['shown', 'maybe']]) {
      const pairs = labelled.map(
        ({ label }, i) =>
          [
            label,
            analyzed[i]?.analysis.failures.some(
              ({ kind, certainty }) => DECLINED.has(kind) && certainties.includes(certainty),
            ) === true,
          ] as const,
      )
      const { hits, told, truths, f1 } = binaryScore(pairs)
      rows.push([
        model,
        certainties.join(' or '),
        `${truths} of ${labelled.length}`,
        short(f1),
        shareText(shareOf(hits, told)),
        shareText(shareOf(hits, truths)),
      ])
    }
  }
  return [
    {
      title: 'Declined answers, XSTest',
      columns: ['model', 'findings', 'declined', 'F1', 'precision', 'recall'],
      rows,
    },
  ]
}
