/**
 * What the acts of turns are worth, on the labelled threads of the split `test`: `HITCRAFT_DATA=<folder> node
 * bench/quality/acts.ts`. A turn on whose act the two readers differ counts for neither side.
 */
import type { Act } from '../../src/analysis/local/acts/act.ts'
import { ASSISTANT_ACTS, USER_ACTS } from '../../src/analysis/local/acts/act.ts'
import { readActs } from '../../src/analysis/local/acts/read-acts.ts'
import { ThreadReader } from '../../src/analysis/local/read-cues.ts'
import { xstest } from './datasets.ts'
import { actsOfCode } from './labels/acts-of-codes.ts'
import { labelledThreads } from './labels/labelled-threads.ts'
import type { Split } from './labels/read-labels.ts'
import { areaUnderCurve, wilson } from './measures.ts'

interface Told {
  readonly set: string
  readonly language: string
  readonly truth: boolean
  readonly probability: number
}

const folder = process.env['HITCRAFT_DATA'] ?? ''
const splits: readonly Split[] = process.argv.includes('--tune') ? ['tune'] : ['test']
const reader = new ThreadReader()

if (folder === '') console.log('Skipped: HITCRAFT_DATA does not name the folder of the data.')
else {
  const told = tellAll(splits)
  console.log('| act | turns | precision at .5 | recall | F1 | precision at .8 | recall | AUC |')
  console.log('|---|--:|---|---|--:|---|---|--:|')
  for (const [act, list] of told) console.log(lineOf(act, list))
  for (const model of ['gpt4', 'mistralguard', 'mistralinstruct']) refusals(model)
}

function tellAll(of: readonly Split[]): Map<string, Told[]> {
  const told = new Map<string, Told[]>()
  for (const { thread, set, readings } of labelledThreads(folder, of)) {
    const reading = reader.read(thread)
    for (const turnActs of readActs(reading)) {
      const { turn } = turnActs
      if (turn.speaker === 'other') continue
      const { speaker } = turn
      const codes = readings.flatMap((labels) => labels[speaker].get(turn.index) ?? [])
      if (codes.length < 2) continue
      const acts: readonly Act[] = speaker === 'user' ? USER_ACTS : ASSISTANT_ACTS
      for (const act of acts) {
        const saying = codes.filter((code) => actsOfCode(speaker, code).includes(act)).length
        if (saying === 1) continue
        const name = `${speaker} ${act}`
        const list = told.get(name) ?? []
        told.set(name, list)
        list.push({
          set,
          language: reading.languages[turn.index] ?? '',
          truth: saying === 2,
          probability: turnActs.probability(act),
        })
      }
    }
  }
  return told
}

function lineOf(act: string, list: readonly Told[]): string {
  const truths = list.filter(({ truth }) => truth).length
  const area = areaUnderCurve(list.map(({ truth, probability }) => [truth, probability]))
  const [precision, recall, f1] = scores(list, 0.5)
  const [sharper, fewer] = scores(list, 0.8)
  return `| ${act} | ${truths} of ${list.length} | ${precision} | ${recall} | ${f1} | ${sharper} | ${fewer} | ${area.toFixed(3)} |`
}

/** Precision and recall with their 95 % intervals, and F1. */
function scores(list: readonly Told[], least: number): [string, string, string] {
  const truths = list.filter(({ truth }) => truth).length
  const said = list.filter(({ probability }) => probability >= least)
  const hits = said.filter(({ truth }) => truth).length
  const f1 = (2 * hits) / (said.length + truths)
  return [share(hits, said.length), share(hits, truths), Number.isNaN(f1) ? '–' : f1.toFixed(2)]
}

function share(hits: number, of: number): string {
  if (of === 0) return '–'
  const [low, high] = wilson(hits, of)
  return `${(hits / of).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}) of ${of}`
}

/** XSTest: answers that people marked as declined, in full or in part. */
function refusals(model: string): void {
  const list = xstest(folder, model).map(({ thread, label }): Told => {
    const acts = readActs(reader.read(thread))[1]
    return {
      set: model,
      language: 'en',
      truth: label,
      probability: acts?.probability('declines') ?? 0,
    }
  })
  console.log(lineOf(`declines, XSTest ${model}`, list))
}
