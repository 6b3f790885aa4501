import { differencesText, kappaText } from '../../../../../src/domain/written/comparison.ts'
import { finePercent } from '../../../../../src/domain/values/percent.ts'
import type { ApiComparison } from '../../../../../src/http/schemas/compare.ts'
import { changeQuery } from '../../../app/router.tsx'
import { count, number } from '../../../components/format.ts'
import type { Sides } from '../api/use-comparison.ts'

interface FieldsTableProps {
  comparison: ApiComparison
  sides: Sides
  /** Whose threads are listed. */
  field: string
}

/** Agreement by field, and the way to the threads where they differ. */
export function FieldsTable({ comparison: { both, fields }, sides, field }: FieldsTableProps) {
  const title = `Of ${count(both, 'thread')} that both have read`
  return (
    <section>
      <div className="table-box" role="region" aria-label={title} tabIndex={0}>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              {['', 'Agree', 'Kappa (95 %)', 'Differ', 'Who says what'].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((one) => (
              <tr key={one.field}>
                <th scope="row">{one.label}</th>
                <td>{finePercent(one.agree / one.of)}</td>
                <td>{kappaText(one)}</td>
                <td>
                  {one.of === one.agree ? (
                    '0'
                  ) : (
                    <button
                      type="button"
                      className="link-button"
                      aria-pressed={one.field === field}
                      onClick={() => changeQuery({ ...sides, field: one.field })}
                    >
                      {number(one.of - one.agree)}
                      <span className="visually-hidden">
                        {' '}
                        where they differ in {one.label}: list them
                      </span>
                    </button>
                  )}
                </td>
                <td className="wide">{differencesText(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        Kappa is agreement beyond chance: 1 always, 0 as chance would; – where both gave all threads
        the same answer.
      </p>
    </section>
  )
}
