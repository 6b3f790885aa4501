import type { Act } from '../../../src/analysis/local/acts/act.ts'
import { readActs } from '../../../src/analysis/local/acts/read-acts.ts'
import { ThreadReader } from '../../../src/analysis/local/read-cues.ts'
import type { BenchData } from '../bench-data.ts'
import { uss, USS_SETS } from '../datasets.ts'
import { areaUnderCurve } from '../measures.ts'
import { short } from '../table.ts'
import type { Table } from '../table.ts'

/** Ratings under this are of somebody dissatisfied. */
const CONTENT = 3
/** Acts of the user, and of the answer before, that speak of discontent. */
const USER_ACTS: readonly Act[] = [
  'complaint',
  'correction',
  'does-not-work',
  'same-again',
  'gives-up',
]
const ANSWER_ACTS: readonly Act[] = ['declines', 'beside-the-point', 'loops', 'admits', 'broke']

/** USS: nothing is trained or tuned on it. */
export async function satisfaction(data: BenchData): Promise<Table[]> {
  if (!data.has('labelled/uss')) return []
  return [await threadTable(data), turnTable(data)]
}

async function threadTable(data: BenchData): Promise<Table> {
  const analyzed = await data.analyzed('uss')
  const rows = USS_SETS.map((set) => {
    const rated = uss(data.folder, set)
      .filter(({ label }) => Number.isFinite(label.overall))
      .map(({ thread, label }) => ({
        isLow: label.overall < CONTENT,
        rank: analyzed.get(thread.id)?.analysis.satisfaction?.rank,
      }))
    const auc = (some: typeof rated): string =>
      short(areaUnderCurve(some.map(({ isLow, rank = 0.5 }) => [isLow, -rank] as const)))
    const ranked = rated.filter(({ rank }) => rank !== undefined)
    const low = rated.filter(({ isLow }) => isLow).length
    return [set, `${low} of ${rated.length}`, auc(rated), String(ranked.length), auc(ranked)]
  })
  return {
    title: 'Dissatisfied threads, USS, by the stored rank',
    columns: ['part', 'dissatisfied', 'AUC, all', 'with a rank', 'AUC of these'],
    rows,
    note: 'A thread without a rank counts as one in the middle.',
  }
}

/** No score of a turn is stored: its acts, and those of the answer before it, are put together evenly. */
function turnTable(data: BenchData): Table {
  const reader = new ThreadReader()
  const rows = USS_SETS.map((set) => {
    const pairs = uss(data.folder, set).flatMap(({ thread, label }) => {
      const acts = readActs(reader.read(thread))
      return acts.flatMap((turn, i): [boolean, number][] => {
        const ratings = label.turns.get(turn.turn.index)
        if (ratings === undefined) return []
        const content = [
          ...USER_ACTS.map((act) => turn.probability(act)),
          ...ANSWER_ACTS.map((act) => acts[i - 1]?.probability(act) ?? 0),
        ].reduce((product, sure) => product * (1 - sure), 1)
        const low = ratings.filter((rating) => rating < CONTENT).length
        return [[low > ratings.length / 2, 1 - content]]
      })
    })
    const low = pairs.filter(([isLow]) => isLow).length
    return [set, `${low} of ${pairs.length}`, short(areaUnderCurve(pairs))]
  })
  return {
    title: 'Dissatisfied turns, USS, by the acts of the turn and of the answer before',
    columns: ['part', 'dissatisfied', 'AUC'],
    rows,
    note: 'A turn is dissatisfied for most of its raters, a thread for their mean: under 3 of 5.',
  }
}
