import type { ApiBlock, ApiCell } from '../../../../../../src/http/schemas/report.ts'
import { number } from '../../../../components/format.ts'
import { TableBox } from '../../../../components/table-box.tsx'
import type { ReportChoice } from '../../api/report-choice.ts'
import { CountLink } from './count-link.tsx'
import { useFirst } from './use-first.tsx'

interface TableProps {
  block: ApiBlock<'table'>
  choice: ReportChoice
}

/** Numbers and short words in rows; a narrow screen scrolls it. */
export function Table({ block: { title, columns, rows }, choice }: TableProps) {
  const { shown, more } = useFirst(rows, 12)
  return (
    <>
      <TableBox title={title} columns={columns}>
        {shown.map(([name = '', ...cells], row) => (
          <tr key={`${row}`}>
            <th scope="row">
              <bdi>{typeof name === 'object' ? number(name.n) : name}</bdi>
            </th>
            {cells.map((cell, at) => (
              <TableCell
                key={columns[at + 1]}
                cell={cell}
                choice={choice}
                about={`${typeof name === 'object' ? name.n : name}, ${columns[at + 1] ?? ''}`}
              />
            ))}
          </tr>
        ))}
      </TableBox>
      {more}
    </>
  )
}

interface CellProps {
  cell: ApiCell
  choice: ReportChoice
  about: string
}

function TableCell({ cell, choice, about }: CellProps) {
  if (typeof cell !== 'object') return <td>{typeof cell === 'number' ? number(cell) : cell}</td>
  return (
    <td className={heatOf(cell)}>
      <CountLink count={cell} choice={choice} about={about} />
      {cell.of === undefined ? undefined : <span className="quiet"> of {number(cell.of)}</span>}
    </td>
  )
}

/** How much of what could be there is, as the ground of a cell. */
function heatOf({ n, heat }: { n: number; heat?: number }): string {
  if (heat === undefined || n === 0) return 'count'
  if (heat >= 0.4) return 'heat-3'
  return heat >= 0.15 ? 'heat-2' : 'heat-1'
}
