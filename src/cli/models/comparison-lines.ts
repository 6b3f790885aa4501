import { finePercent } from '../../domain/values/percent.ts'
import {
  differencesText,
  KAPPA_MEANS,
  kappaText,
  shareNote,
  shareText,
} from '../../domain/written/comparison.ts'
import type { Comparison } from '../../insights/comparing/comparison.ts'
import { count, table } from '../output/format.ts'
import { onlyText } from './choice-text.ts'

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
    `${KAPPA_MEANS}. --field FIELD lists the threads where they differ.`,
    ...sharesLines(comparison),
  ]
}

function sharesLines({ shares, a, b }: Comparison): string[] {
  if (shares === undefined) return []
  const { truth, threads, sample, items, only } = shares
  const [sampled, other] = truth === 'a' ? [a, b] : [b, a]
  const rows = items.map((item) => [
    item.label,
    shareText(item),
    `${item.found.sample} of ${sample.toLocaleString('en-US')}`,
    `${item.found.other} of ${threads.toLocaleString('en-US')}`,
    shareNote(item),
  ])
  const which = only === undefined ? '' : ` that pass (${onlyText(only)})`
  return [
    '',
    `What ${sampled.analyzerKey} would find among all ${count(threads, 'thread')}${which}, by its sample of ${sample.toLocaleString('en-US')}`,
    `and what ${other.analyzerKey} found in the rest:`,
    ...table([['', 'SHARE (95 %)', 'IN THE SAMPLE', 'BY THE OTHER', ''], ...rows]),
  ]
}
