import { finePercent } from '../values/percent.ts'

/** How two opinions agree in one field, as far as it is written in words. */
export interface WrittenField {
  readonly of: number
  readonly agree: number
  readonly answers: readonly { readonly a: string; readonly b: string; readonly n: number }[]
  readonly kappa?:
    | { readonly kappa: number; readonly low: number; readonly high: number }
    | undefined
  readonly anecdotal: boolean
}

/** How often something is found among all threads, as far as it is written in words. */
export interface WrittenShare {
  readonly share: number
  readonly low: number
  readonly high: number
  /** What it is told by: the sample alone, or what the other opinion found in the rest as well. */
  readonly by: 'both' | 'sample'
}

/** What the figures of agreement mean; it ends without a stop. */
export const KAPPA_MEANS = 'Kappa is agreement beyond chance: 1 always, 0 as chance would'

/** Pairs of different answers that are named of a field with several. */
const NAMED = 3

/** Agreement beyond chance with its interval: `0.62 (0.41 to 0.80)`; `–` where both gave all the same answer. */
export function kappaText({ kappa, anecdotal }: WrittenField): string {
  if (kappa === undefined) return '–'
  if (anecdotal) return 'few cases'
  if (kappa.kappa === 1) return '1'
  return `${kappa.kappa.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`
}

/** Of yes and no by who found it, of labels the most frequent pairs. */
export function differencesText({ answers, of, agree }: WrittenField): string {
  const unequal = answers.filter(({ a, b }) => a !== b)
  if (of === agree) return 'nowhere'
  const isYesNo = answers.every(({ a, b }) => [a, b].every((one) => /^(yes|no)$/.test(one)))
  if (isYesNo) {
    const n = (isA: boolean) => unequal.find(({ a }) => (a === 'yes') === isA)?.n ?? 0
    const agreed = answers.find(({ a, b }) => a === 'yes' && b === 'yes')?.n ?? 0
    return `a alone ${n(true)}, b alone ${n(false)}, both ${agreed}`
  }
  const named = unequal.slice(0, NAMED).map(({ a, b, n }) => `a ${a}, b ${b}: ${n}`)
  const more = of - agree - unequal.slice(0, NAMED).reduce((sum, { n }) => sum + n, 0)
  return [...named, ...(more > 0 ? [`others: ${more}`] : [])].join('; ')
}

/** How often with its interval: `12 % (3.1 % to 15 %)`. */
export function shareText({ share, low, high }: WrittenShare): string {
  return `${finePercent(share)} (${finePercent(low)} to ${finePercent(high)})`
}

/** What is to be known of a share beside its interval; empty where that is nothing. */
export function shareNote({ by }: WrittenShare): string {
  return by === 'both' ? '' : 'by the sample alone: few cases'
}
