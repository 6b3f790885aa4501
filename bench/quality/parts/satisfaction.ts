import { readActs } from '../../../src/analysis/local/acts/read-acts.ts'
import { Dialogue } from '../../../src/analysis/local/dialogue/dialogue.ts'
import { turnMood } from '../../../src/analysis/local/fulfilment/turn-mood.ts'
import { ThreadReader } from '../../../src/analysis/local/read-cues.ts'
import type { BenchData } from '../bench-data.ts'
import { uss, USS_SETS } from '../datasets.ts'
import { areaUnderCurve } from '../measures.ts'
import { short } from '../table.ts'
import type { Table } from '../table.ts'

/** Ratings under this are of somebody dissatisfied. */
const CONTENT = 3
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

/** No mood of a turn is stored: it is one part of the rank. */
function turnTable(data: BenchData): Table {
  const reader = new ThreadReader()
  const rows = USS_SETS.map((set) => {
    const pairs = uss(data.folder, set).flatMap(({ thread, label }) => {
      const reading = reader.read(thread)
      const dialogue = new Dialogue(reading, readActs(reading))
      return reading.users.flatMap((turn): [boolean, number][] => {
        const ratings = label.turns.get(turn.index)
        if (ratings === undefined) return []
        const low = ratings.filter((rating) => rating < CONTENT).length
        return [[low > ratings.length / 2, -turnMood(dialogue, turn)]]
      })
    })
    const low = pairs.filter(([isLow]) => isLow).length
    return [set, `${low} of ${pairs.length}`, short(areaUnderCurve(pairs))]
  })
  return {
    title: 'Dissatisfied turns, USS, by the mood of the turn',
    columns: ['part', 'dissatisfied', 'AUC'],
    rows,
    note: 'A turn is dissatisfied for most of its raters, a thread for their mean: under 3 of 5.',
  }
}
