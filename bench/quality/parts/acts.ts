import type { Act } from '../../../src/analysis/local/acts/act.ts'
import { ASSISTANT_ACTS, USER_ACTS } from '../../../src/analysis/local/acts/act.ts'
import { readActs } from '../../../src/analysis/local/acts/read-acts.ts'
import { ThreadReader } from '../../../src/analysis/local/read-cues.ts'
import { actsOfCode } from '../acts-of-codes.ts'
import { LABELLED_SETS, labelledLog } from '../bench-data.ts'
import type { BenchData } from '../bench-data.ts'
import { readLabels } from '../labels.ts'
import { areaUnderCurve, shareOf } from '../measures.ts'
import { shareText, short } from '../table.ts'
import type { Table } from '../table.ts'
import { readTurns } from '../turns.ts'

/** One act of one turn that both readers see, or neither. */
interface Judged {
  readonly language: string
  readonly truth: boolean
  readonly probability: number
}

/** What was not quite blind: said beside the figures. */
const SEEN =
  'False alarms of `admits` and `declines` in this split were looked at while cues and turns were written: these two rows, and those of the acts that make up `declines`, flatter.'

const LANGUAGES = ['en', 'zh', 'es', 'he'] as const

/** Acts of turns on the test split; a turn on whose act the two readers differ counts for neither. */
export async function acts(data: BenchData): Promise<Table[]> {
  const judged = judgeAll(data)
  return [
    {
      title: 'Acts of turns, test split',
      columns: ['act', 'turns', 'AUC', 'at .5: precision', 'recall', 'at .8: precision', 'recall'],
      rows: [...judged].map(([act, list]) => cellsOf(act, list)),
      note: `Languages: ${languagesOf(judged)}. ${SEEN}`,
    },
    writtenTable(),
  ]
}

/** Turns written for the project, each to show one act: how many of them are known for it, by language. */
function writtenTable(): Table {
  const reader = new ThreadReader()
  const turns = readTurns('test').map(({ language, speaker, act, thread }) => ({
    language,
    name: `${speaker} ${act}`,
    speaker,
    acts: readActs(reader.read(thread)).at(-1),
    act,
  }))
  const languages = [...new Set(turns.map(({ language }) => language))]
  const names = [...new Set(turns.map(({ name }) => name))].sort()
  return {
    title: 'Acts of turns written for this project, test split: recall at .5, and false alarms',
    columns: ['act', ...languages, 'others called so'],
    rows: names.map((name) => {
      const act = turns.find((turn) => turn.name === name)?.act ?? 'request'
      const speaker = name.split(' ', 1)[0]
      const isTold = (turn: (typeof turns)[number]) => (turn.acts?.probability(act) ?? 0) >= 0.5
      const cells = languages.map((language) => {
        const mine = turns.filter((turn) => turn.name === name && turn.language === language)
        return `${mine.filter(isTold).length} of ${mine.length}`
      })
      const others = turns.filter((turn) => turn.speaker === speaker && turn.name !== name)
      return [name].concat(cells, `${others.filter(isTold).length} of ${others.length}`)
    }),
  }
}

function judgeAll(data: BenchData): Map<string, Judged[]> {
  const reader = new ThreadReader()
  const found = new Map<string, Judged[]>()
  const labels = readLabels('test')
  for (const set of LABELLED_SETS) {
    const threads = labelledLog(data.folder, set)
    for (const { id, readings } of labels.filter((one) => one.set === set)) {
      const thread = threads.get(id)
      if (thread === undefined) continue
      const reading = reader.read(thread)
      for (const turnActs of readActs(reading)) {
        const { index, speaker } = turnActs.turn
        const codes = readings.flatMap((one) => one.turns.get(index)?.codes ?? [])
        if (speaker === 'other' || codes.length < 2) continue
        const all: readonly Act[] = speaker === 'user' ? USER_ACTS : ASSISTANT_ACTS
        for (const act of all) {
          const saying = codes.filter((code) => actsOfCode(speaker, code).includes(act)).length
          if (saying === 1) continue
          const list = found.get(`${speaker} ${act}`) ?? []
          found.set(`${speaker} ${act}`, list)
          const probability = turnActs.probability(act)
          const language = reading.languages[index] ?? ''
          list.push({ language, truth: saying === 2, probability })
        }
      }
    }
  }
  return found
}

function cellsOf(act: string, list: readonly Judged[]): string[] {
  const truths = list.filter(({ truth }) => truth).length
  const area = areaUnderCurve(list.map(({ truth, probability }) => [truth, probability]))
  return [act, `${truths} of ${list.length}`, short(area), ...told(list, 0.5), ...told(list, 0.8)]
}

function told(list: readonly Judged[], least: number): [precision: string, recall: string] {
  const truths = list.filter(({ truth }) => truth).length
  const said = list.filter(({ probability }) => probability >= least)
  const hits = said.filter(({ truth }) => truth).length
  return [shareText(shareOf(hits, said.length)), shareText(shareOf(hits, truths))]
}

function languagesOf(judged: ReadonlyMap<string, readonly Judged[]>): string {
  const turns = [judged.get('user request'), judged.get('assistant answers')].flatMap(
    (list) => list ?? [],
  )
  return LANGUAGES.map(
    (language) => `${language} ${turns.filter((turn) => turn.language === language).length}`,
  ).join(', ')
}
