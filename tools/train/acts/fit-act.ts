import { createHash } from 'node:crypto'
import type { Act } from '../../../src/analysis/local/acts/act.ts'
import type { ActWeights } from '../../../src/analysis/local/acts/act-model.ts'
import { DIMENSIONS } from '../../../src/analysis/encoder/encoder.ts'
import type { ExampleTurn } from './example-turns.ts'
import { fitLogistic, fitPlatt, scoreOf } from './logistic.ts'
import type { Example, Fit, Penalty } from './logistic.ts'

/** Pull to 0 of the named weights and of those of the vector, from which cross-validation chooses. */
const PENALTIES: readonly { named: number; vector: number }[] = [
  { named: 1, vector: 2 },
  { named: 1, vector: 8 },
  { named: 3, vector: 20 },
]
const FOLDS = 5
const THOUSANDTHS = 1000
const WRITTEN_CALIBRATES = 0.1
/** A vector's numbers are small: times this they are of the size of the named ones. */
const VECTOR_SCALE = 4

export interface ScoredTurn {
  readonly turn: ExampleTurn
  readonly target: number
  readonly weight: number
  /** By a model that has not seen the turn. */
  readonly score: number
}

interface Row {
  readonly turn: ExampleTurn
  readonly example: Example
  readonly fold: number
}

/** The model of one act: the penalty by cross-validation, calibrated on scores of turns it has not seen. */
export function fitAct(turns: readonly ExampleTurn[], act: Act, named: number) {
  const rows = turns.flatMap((turn): Row[] => {
    const target = turn.acts.get(act)
    if (target === undefined) return []
    return [{ turn, example: exampleOf(turn, target), fold: foldOf(turn.group) }]
  })
  const train = rows.filter(({ turn }) => turn.split === 'train')
  const places = named + DIMENSIONS
  const tried = PENALTIES.map((choice) => {
    const penalty = penaltyOf(choice, named)
    const scored = crossValidated(train, places, penalty)
    return { choice, penalty, scored, loss: lossOf(scored.flatMap(calibrating)) }
  })
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a))
  const fit = fitLogistic(
    train.map(({ example }) => example),
    places,
    best.penalty,
  )
  const tune = rows.filter(({ turn }) => turn.split === 'tune').map((row) => scoredOf(row, fit))
  const { slope, offset } = fitPlatt([...best.scored, ...tune].flatMap(calibrating))
  const weights: ActWeights = {
    bias: whole(fit.bias),
    named: Array.from(fit.weights.slice(0, named), whole),
    vector: Array.from(fit.weights.slice(named), (weight) => whole(weight * VECTOR_SCALE)),
    slope: whole(slope),
    offset: whole(offset),
  }
  const { choice } = best
  return { weights, scored: best.scored, penalty: `${choice.named}/${choice.vector}` }
}

/** Probabilities are those of logs: written turns, in which each act is as frequent, count little. */
function calibrating(scored: ScoredTurn): ScoredTurn[] {
  const { weight, source } = scored.turn
  if (weight === 1) return [scored]
  return source.startsWith('written') ? [{ ...scored, weight: WRITTEN_CALIBRATES }] : []
}

function exampleOf({ seen, weight }: ExampleTurn, target: number): Example {
  const places: number[] = []
  const values: number[] = []
  const add = (place: number, value: number): void => {
    if (value === 0) return
    places.push(place)
    values.push(value)
  }
  seen.named.forEach((value, i) => {
    add(i, value)
  })
  seen.facts.vector.forEach((value, i) => {
    add(seen.named.length + i, value * VECTOR_SCALE)
  })
  return { places: Int32Array.from(places), values: Float64Array.from(values), target, weight }
}

function penaltyOf(choice: { named: number; vector: number }, named: number): Penalty {
  const of = new Float64Array(named + DIMENSIONS).fill(choice.vector)
  of.fill(choice.named, 0, named)
  return { of }
}

function crossValidated(rows: readonly Row[], places: number, penalty: Penalty): ScoredTurn[] {
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const kept = rows.filter((row) => row.fold !== fold).map(({ example }) => example)
    const fit = fitLogistic(kept, places, penalty)
    return rows.filter((row) => row.fold === fold).map((row) => scoredOf(row, fit))
  })
}

function scoredOf({ turn, example }: Row, fit: Fit): ScoredTurn {
  return { turn, target: example.target, weight: example.weight, score: scoreOf(fit, example) }
}

function lossOf(scored: readonly ScoredTurn[]): number {
  let loss = 0
  for (const { score, target, weight } of scored) {
    loss += weight * (Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - target * score)
  }
  return loss
}

function foldOf(group: string): number {
  return createHash('sha256').update(`fold ${group}`).digest().readUInt32BE(0) % FOLDS
}

function whole(value: number): number {
  return Math.round(value * THOUSANDTHS)
}
