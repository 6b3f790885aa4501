import { wilsonInterval } from '../../domain/values/wilson.ts'
import { figureSchema } from '../figures.ts'
import type { Figure } from '../figures.ts'
import type { Chosen } from './chosen.ts'

/** What is said of a sample, each figure in it, at any depth, with the interval of its share among all. */
export function withIntervals(said: unknown, sample: NonNullable<Chosen['sample']>): unknown {
  if (Array.isArray(said)) return said.map((one) => withIntervals(one, sample))
  if (typeof said !== 'object' || said === null) return said
  const figure = 'anecdotal' in said ? figureSchema.safeParse(said) : undefined
  if (figure?.success === true) return { ...figure.data, interval: intervalOf(figure.data, sample) }
  return Object.fromEntries(
    Object.entries(said).map(([name, member]) => [name, withIntervals(member, sample)]),
  )
}

/**
 * Wilson's interval, with the size that a sample out of finitely many is worth: n / (1 - n/N). The sample is in
 * proportion over its strata, so that the interval is a little too wide and never too narrow.
 */
function intervalOf(
  { n, of }: Pick<Figure, 'n' | 'of'>,
  sample: NonNullable<Chosen['sample']>,
): NonNullable<Figure['interval']> {
  const worth = 1 / (1 - sample.n / sample.of)
  const { low, high } = wilsonInterval(n * worth, of * worth)
  return { low: Math.floor(low * 1000) / 1000, high: Math.ceil(high * 1000) / 1000 }
}
