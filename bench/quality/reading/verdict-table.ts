import { isHeld } from '../../../src/analysis/local/certainty.ts'
import { kappa, shareOf } from '../measures.ts'
import { countText, shareText, short } from '../table.ts'
import type { Table } from '../table.ts'
import { proofOf, truthOf } from './verdict.ts'
import type { Judgement, Verdict } from './verdict.ts'

/** What readers say, by kind and altogether. */
export function verdictTable(name: string, verdicts: readonly Verdict[]): Table {
  const byKind = [...Map.groupBy(verdicts, ({ kind }) => kind)].toSorted(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  )
  const rows = byKind.map(([kind, some]) => rowOf(kind, some))
  const isTwice = verdicts.every(({ readings }) => readings.length === 2)
  return {
    title: `${name}, read by ${isTwice ? 'two, blind to one another' : 'one'}`,
    columns: ['kind', 'read', 'true', '95 %', 'proved by the quotes alone', '95 %'],
    rows: byKind.length > 1 ? [...rows, ...sumsOf(verdicts)] : rows,
    ...(isTwice ? { note: agreementOf(verdicts) } : {}),
  }
}

/** What a report counts, and all that was read. */
function sumsOf(verdicts: readonly Verdict[]): string[][] {
  const shown = verdicts.filter(({ kind }) => isHeld(kind))
  const all = rowOf('**all**', verdicts)
  return shown.length === 0 ? [all] : [rowOf('**kinds that are shown**', shown), all]
}

function agreementOf(verdicts: readonly Verdict[]): string {
  const pairs = (of: (judgement: Judgement | undefined) => boolean) =>
    verdicts.map(({ readings: [a, b] }) => [of(a), of(b)] as const)
  const yes = kappa(pairs((judgement) => judgement?.isTrue === 'y'))
  const proved = kappa(pairs((judgement) => judgement?.isProved === true))
  return `κ of the readers: true ${short(yes)}, proved ${short(proved)}. What one of them says counts half.`
}

function rowOf(name: string, verdicts: readonly Verdict[]): string[] {
  const sum = (of: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0)
  const truths = sum(truthOf)
  const proofs = sum(proofOf)
  return [
    name,
    String(verdicts.length),
    countText(truths),
    shareText(shareOf(truths, verdicts.length)),
    countText(proofs),
    shareText(shareOf(proofs, verdicts.length)),
  ]
}
