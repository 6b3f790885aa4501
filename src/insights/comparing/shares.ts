import { predictedShare } from '../../domain/values/prediction-powered.ts'
import type { PredictedCounts } from '../../domain/values/prediction-powered.ts'
import { wilsonInterval } from '../../domain/values/wilson.ts'
import { QUESTIONS } from './answers.ts'
import type { Answers } from './answers.ts'
import type { Comparison } from './comparison.ts'

type Shares = Omit<NonNullable<Comparison['shares']>, 'truth' | 'only'>

interface Counts {
  readonly drawn: { both: number; trueOnly: number; predictedOnly: number; neither: number }
  readonly others: { predicted: number; of: number }
}

const CELLS = {
  yes: { yes: 'both', no: 'trueOnly' },
  no: { yes: 'predictedOnly', no: 'neither' },
} as const

/** Counts what a sample says, and what was predicted of all. */
export class SharesCount {
  readonly #counts = new Map(
    QUESTIONS.filter(({ isYesNo }) => isYesNo).map(({ field }): [string, Counts] => [
      field,
      {
        drawn: { both: 0, trueOnly: 0, predictedOnly: 0, neither: 0 },
        others: { predicted: 0, of: 0 },
      },
    ]),
  )

  /** @param truth of a thread of the sample; undefined: it was not drawn */
  add(truth: Answers | undefined, prediction: Answers): void {
    for (const [field, { drawn, others }] of this.#counts) {
      const predicted = yesOrNo(prediction, field)
      if (truth !== undefined) drawn[CELLS[yesOrNo(truth, field)][predicted]]++
      else {
        others.of++
        if (predicted === 'yes') others.predicted++
      }
    }
  }

  /** Of what either found at all; undefined where there is nothing beside the sample, or no sample. */
  result(): Shares | undefined {
    const [first] = this.#counts.values()
    const sample = first === undefined ? 0 : sizeOf(first)
    const others = first?.others.of ?? 0
    if (sample === 0 || others === 0) return undefined
    const items = QUESTIONS.flatMap(({ field, label }) => {
      const counts = this.#counts.get(field)
      return counts === undefined || isNothing(counts) ? [] : [{ field, label, ...shareOf(counts) }]
    })
    return { threads: sample + others, sample, items }
  }
}

function shareOf(counts: PredictedCounts) {
  const { both, trueOnly, predictedOnly } = counts.drawn
  const found = {
    sample: both + trueOnly,
    other: both + predictedOnly + counts.others.predicted,
  }
  const powered = predictedShare(counts)
  if (powered !== undefined) {
    const { share, low, high } = powered
    return { share, low, high, by: 'both' as const, found }
  }
  const n = sizeOf(counts)
  return {
    share: found.sample / n,
    ...wilsonInterval(found.sample, n),
    by: 'sample' as const,
    found,
  }
}

function sizeOf({ drawn }: PredictedCounts): number {
  return drawn.both + drawn.trueOnly + drawn.predictedOnly + drawn.neither
}

function isNothing(counts: PredictedCounts): boolean {
  return sizeOf(counts) === counts.drawn.neither && counts.others.predicted === 0
}

function yesOrNo(answers: Answers, field: string): 'yes' | 'no' {
  return answers.get(field) === 'yes' ? 'yes' : 'no'
}
