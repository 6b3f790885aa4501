import { shareNote, shareText } from '../../../../../src/domain/written/comparison.ts'
import type { ApiComparison } from '../../../../../src/http/schemas/compare.ts'
import { count, number } from '../../../components/format.ts'
import { TableBox } from '../../../components/table-box.tsx'
import { analyzerTitle } from '../../../components/words.ts'

interface SharesTableProps {
  comparison: ApiComparison
  shares: NonNullable<ApiComparison['shares']>
}

/** What one of the two would find among all, by its sample and what the other found in the rest. */
export function SharesTable({ comparison: { a, b }, shares }: SharesTableProps) {
  const { truth, threads, sample, items, only } = shares
  const [sampled, other] = truth === 'a' ? [a, b] : [b, a]
  const which = only === undefined ? '' : ' that pass what was chosen by'
  const title = `What ${analyzerTitle(sampled.analyzerKey)} would find among all ${count(threads, 'thread')}${which}`
  const columns = [
    '',
    'Share (95 %)',
    `In its sample of ${number(sample)}`,
    `By ${analyzerTitle(other.analyzerKey)} in all`,
  ]
  return (
    <section>
      <TableBox title={title} columns={columns}>
        {items.map((item) => (
          <tr key={item.field}>
            <th scope="row">{item.label}</th>
            <td>{[shareText(item), shareNote(item)].filter((text) => text !== '').join(', ')}</td>
            <td>{number(item.found.sample)}</td>
            <td>{number(item.found.other)}</td>
          </tr>
        ))}
      </TableBox>
      <p className="quiet">
        Told by the sample, and by what the other found in the rest, as far as the two agree.
      </p>
    </section>
  )
}
