import { finePercent } from '../../domain/values/percent.ts'
import type { ComparedField, Comparison } from '../../insights/comparing/comparison.ts'
import { count, table } from '../output/format.ts'
import { onlyText } from './choice-text.ts'

/** Pairs of different answers that are named of a field with several. */
const NAMED = 3

/** A comparison as a person reads it. */
export function comparisonLines(comparison: Comparison): string[] {
  const { a, b, both, fields } = comparison
  const head = [
    `a  ${a.analyzerKey}: ${count(a.analyzed, 'thread')}`,
    `b  ${b.analyzerKey}: ${count(b.analyzed, 'thread')}`,
  ]
  if (both === 0) return [...head, 'No thread was read by both, so there is nothing to compare.']
  const rows = fields.map((field) => [
    field.label,
    finePercent(field.agree / field.of),
    kappaText(field),
    differencesText(field),
    field.field,
  ])
  return [
    ...head,
    '',
    `Of ${count(both, 'thread')} that both have read:`,
    ...table([['', 'AGREE', 'KAPPA (95 %)', 'WHERE THEY DIFFER', 'FIELD'], ...rows]),
    '',
    'Kappa is agreement beyond chance: 1 always, 0 as chance would. --field FIELD lists the threads where they differ.',
    ...sharesLines(comparison),
  ]
}

function kappaText({ kappa, anecdotal }: ComparedField): string {
  if (kappa === undefined) return '–'
  if (anecdotal) return 'few cases'
  if (kappa.kappa === 1) return '1'
  return `${kappa.kappa.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`
}

/** Of yes and no by who found it, of labels the most frequent pairs. */
function differencesText({ answers, of, agree }: ComparedField): string {
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

function sharesLines({ shares, a, b }: Comparison): string[] {
  if (shares === undefined) return []
  const { truth, threads, sample, items, only } = shares
  const [sampled, other] = truth === 'a' ? [a, b] : [b, a]
  const rows = items.map(({ label, share, low, high, by, found }) => [
    label,
    `${finePercent(share)} (${finePercent(low)} to ${finePercent(high)})`,
    `${found.sample} of ${sample.toLocaleString('en-US')}`,
    `${found.other} of ${threads.toLocaleString('en-US')}`,
    by === 'both' ? '' : 'by the sample alone: few cases',
  ])
  const which = only === undefined ? '' : ` that pass (${onlyText(only)})`
  return [
    '',
    `What ${sampled.analyzerKey} would find among all ${count(threads, 'thread')}${which}, by its sample of ${sample.toLocaleString('en-US')}`,
    `and what ${other.analyzerKey} found in the rest:`,
    ...table([['', 'SHARE (95 %)', 'IN THE SAMPLE', 'BY THE OTHER', ''], ...rows]),
  ]
}
