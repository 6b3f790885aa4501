import type { ApiBlock } from '../../../../../../src/http/schemas/report.ts'
import { count } from '../../../../components/format.ts'
import { Proofs } from './proofs.tsx'

/** What is not sure enough to be counted, folded away: words to judge by oneself. */
export function Maybes({ block: { items } }: { block: ApiBlock<'maybes'> }) {
  return (
    <details className="maybes">
      <summary>{count(items.length, 'kind')} of findings</summary>
      <ul className="insights">
        {items.map(({ label, why, proofs }) => (
          <li key={label}>
            <h3>{label}</h3>
            <p className="meta">{why}</p>
            <Proofs proofs={proofs} about={label} />
          </li>
        ))}
      </ul>
    </details>
  )
}
