/**
 * Makes the models of the turn acts again, to the byte: `HITCRAFT_DATA=<folder> node tools/train/acts/train-acts.ts`. Reads
 * the threads of the splits `train` (weights) and `tune` (calibration), and writes
 * `src/analysis/local/acts/weights.json`.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ASSISTANT_ACTS, USER_ACTS } from '../../../src/analysis/local/acts/act.ts'
import type { Act } from '../../../src/analysis/local/acts/act.ts'
import type { ActWeights } from '../../../src/analysis/local/acts/act-model.ts'
import { areaUnderCurve } from '../../../bench/quality/measures.ts'
import {
  labelledTurns,
  madeExamples,
  NAMES,
  writtenTurns,
  XSTEST_TRAINED,
  xstestTurns,
} from './example-turns.ts'
import type { ExampleTurn, Speaker } from './example-turns.ts'
import { fitAct } from './fit-act.ts'

const folder = process.env['HITCRAFT_DATA'] ?? ''
if (folder === '') throw new Error('HITCRAFT_DATA does not name the folder of the labelled data')

const turns = [
  ...labelledTurns(folder, ['train', 'tune']),
  ...writtenTurns(['train', 'tune']),
  ...madeExamples(),
  ...xstestTurns(folder, XSTEST_TRAINED),
]
const weights = {
  user: speakerWeights('user', USER_ACTS),
  assistant: speakerWeights('assistant', ASSISTANT_ACTS),
}
const path = join(import.meta.dirname, '../../../src/analysis/local/acts/weights.json')
writeFileSync(path, `${JSON.stringify(weights)}\n`)

function speakerWeights(speaker: Speaker, all: readonly Act[]) {
  const mine = turns.filter((turn) => turn.speaker === speaker)
  const acts: Partial<Record<Act, ActWeights>> = {}
  for (const act of all) {
    const { weights: made, scored, penalty } = fitAct(mine, act, NAMES[speaker].length)
    acts[act] = made
    report(act, scored, penalty)
  }
  return { names: NAMES[speaker], acts }
}

/** What cross-validation on the data that was learned from says: a hint, no result. */
function report(
  act: Act,
  scored: readonly {
    readonly score: number
    readonly turn: ExampleTurn
    readonly target: number
  }[],
  penalty: string,
): void {
  const natural = scored.filter(({ turn }) => turn.weight === 1)
  const pairs = natural.map(({ score, target }) => [target >= 0.5, score] as const)
  const count = pairs.filter(([is]) => is).length
  const area = areaUnderCurve(pairs)
  console.log(
    `${act.padEnd(20)} ${String(count).padStart(5)} turns  AUC ${area.toFixed(3)}  ${penalty}`,
  )
}
