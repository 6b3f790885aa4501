import { kappa, shareOf } from '../measures.ts'
import { countText, shareText, short } from '../table.ts'
import type { Table } from '../table.ts'
import { proofOf, truthOf } from './verdict.ts'
import type { Verdict } from './verdict.ts'

/** What readers say, by kind and altogether. */
export function verdictTable(name: string, verdicts: readonly Verdict[]): Table {
  const byKind = [...Map.groupBy(verdicts, ({ kind }) => kind)].toSorted(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  )
  const rows = byKind.map(([kind, some]) => rowOf(kind, some))
  const yes = verdicts.map(({ readings: [a, b] }) => [a.isTrue === 'y', b.isTrue === 'y'] as const)
  const proved = verdicts.map(({ readings: [a, b] }) => [a.isProved, b.isProved] as const)
  return {
    title: `Read by two, blind to one another: ${name}`,
    columns: ['kind', 'read', 'true', '95 %', 'proved by the quotes alone', '95 %'],
    rows: byKind.length > 1 ? [...rows, rowOf('**all**', verdicts)] : rows,
    note: `κ of the readers: true ${short(kappa(yes))}, proved ${short(kappa(proved))}. What one of them says counts half.`,
  }
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
