import type { Act } from './act.ts'

/** One act's logistic model; all numbers in thousandths, so that a file holds whole numbers. */
export interface ActWeights {
  readonly bias: number
  /** One for each name of {@link SpeakerWeights.names}. */
  readonly named: readonly number[]
  /** One for each dimension of the vector of the turn's beginning; empty where vectors don't help. */
  readonly vector: readonly number[]
  /** Platt's calibration: probability = 1 / (1 + exp(-(slope * score + offset))). */
  readonly slope: number
  readonly offset: number
}

/** The models of one speaker's acts, as `npm run train:acts` writes them. */
export interface SpeakerWeights {
  readonly names: readonly string[]
  readonly acts: Readonly<Partial<Record<Act, ActWeights>>>
}

const THOUSANDTHS = 1000

/** Linear models over named features and one vector, calibrated. */
export class ActModel {
  readonly indexes: ReadonlyMap<string, number>
  readonly #acts: ReadonlyMap<string, ActWeights>

  constructor(weights: SpeakerWeights) {
    this.indexes = new Map(weights.names.map((name, i) => [name, i]))
    this.#acts = new Map(Object.entries(weights.acts))
  }

  /** 0..1, to thousandths; 0 for an act that the model does not know. */
  probability(act: Act, named: Float64Array, vector: Float32Array): number {
    const weights = this.#acts.get(act)
    if (weights === undefined) return 0
    const score =
      (weights.bias + dot(weights.named, named) + dot(weights.vector, vector)) / THOUSANDTHS
    const sure = (weights.slope * score + weights.offset) / THOUSANDTHS
    return Math.round(THOUSANDTHS / (1 + Math.exp(-sure))) / THOUSANDTHS
  }

  /** How much a feature speaks for an act; below 0: against it. */
  weightOf(act: Act, name: string): number {
    const index = this.indexes.get(name)
    return index === undefined ? 0 : (this.#acts.get(act)?.named[index] ?? 0) / THOUSANDTHS
  }

  /** What a vector adds to an act's score. */
  vectorScore(act: Act, vector: Float32Array): number {
    return dot(this.#acts.get(act)?.vector ?? [], vector) / THOUSANDTHS
  }
}

function dot(weights: readonly number[], values: Float64Array | Float32Array): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    const value = values[i] ?? 0
    if (value !== 0) sum += (weights[i] ?? 0) * value
  }
  return sum
}
