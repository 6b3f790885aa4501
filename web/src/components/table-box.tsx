import type { ReactNode } from 'react'

interface TableBoxProps {
  title: string
  columns: readonly string[]
  /** The rows. */
  children: ReactNode
}

/** A table under its title; a narrow screen scrolls it. */
export function TableBox({ title, columns, children }: TableBoxProps) {
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
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
