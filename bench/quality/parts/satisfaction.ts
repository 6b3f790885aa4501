import type { BenchData } from '../bench-data.ts'
import { uss, USS_SETS } from '../datasets.ts'
import { areaUnderCurve } from '../measures.ts'
import { short } from '../table.ts'
import type { Table } from '../table.ts'

/** USS: dissatisfied is a mean rating of the whole dialogue under 3. */
export async function satisfaction(data: BenchData): Promise<Table[]> {
  if (!data.has('labelled/uss')) return []
  const analyzed = await data.analyzed('uss')
  const rows = USS_SETS.map((set) => {
    const rated = uss(data.folder, set).filter(({ label }) => Number.isFinite(label))
    const ranked = rated.flatMap(({ thread, label }) => {
      const rank = analyzed.get(thread.id)?.analysis.satisfaction?.rank
      return rank === undefined ? [] : [[label < 3, -rank] as const]
    })
    const all = rated.map(({ thread, label }) => {
      const rank = analyzed.get(thread.id)?.analysis.satisfaction?.rank ?? 0.5
      return [label < 3, -rank] as const
    })
    const low = rated.filter(({ label }) => label < 3).length
    return [
      set,
      `${low} of ${rated.length}`,
      short(areaUnderCurve(all)),
      String(ranked.length),
      short(areaUnderCurve(ranked)),
    ]
  })
  return [
    {
      title: 'Dissatisfied threads, USS (nothing is trained on it)',
      columns: ['part', 'dissatisfied', 'AUC, all', 'with a rank', 'AUC of these'],
      rows,
      note: 'A thread without a rank counts as one in the middle.',
    },
  ]
}
