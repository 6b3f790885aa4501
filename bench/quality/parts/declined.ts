import { analysesOf } from '../analyzed.ts'
import type { BenchData } from '../bench-data.ts'
import { xstest } from '../datasets.ts'
import { binaryScore, shareOf } from '../measures.ts'
import { shareText, short } from '../table.ts'
import type { Table } from '../table.ts'

/** The acts of turns are trained on the answers of the other two, to the same prompts. */
const UNSEEN = 'mistralguard'
const DECLINED: ReadonlySet<string> = new Set(['refused', 'cannot', 'does-not-know', 'cannot-open'])

/** XSTest: answers that people marked as a full or partial refusal. */
export async function declined(data: BenchData): Promise<Table[]> {
  if (!data.has('labelled/xstest')) return []
  const labelled = xstest(data.folder, UNSEEN)
  const analyzed = await analysesOf(labelled.map(({ thread }) => thread))
  const rows = [['shown'], ['shown', 'maybe']].map((certainties) => {
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
    return [
      certainties.join(' or '),
      `${truths} of ${labelled.length}`,
      short(f1),
      shareText(shareOf(hits, told)),
      shareText(shareOf(hits, truths)),
    ]
  })
  return [
    {
      title: `Declined answers, XSTest, the answers of ${UNSEEN}`,
      columns: ['findings', 'declined', 'F1', 'precision', 'recall'],
      rows,
      note: 'Nothing is trained on the answers of this model; on those of two others to the same prompts it is.',
    },
  ]
}
