import type { ApiBlock } from '../../../../../../src/http/api-schemas.ts'
import { number } from '../../../../components/format.ts'

/** Numbers and short words in rows; a narrow screen scrolls it. */
export function Table({ block: { title, columns, rows } }: { block: ApiBlock<'table'> }) {
  return (
    <div className="table-box" role="region" aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>{typeof cell === 'number' ? number(cell) : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
