import {
  differencesText,
  KAPPA_MEANS,
  kappaText,
} from '../../../../../src/domain/written/comparison.ts'
import { finePercent } from '../../../../../src/domain/values/percent.ts'
import type { ApiComparison } from '../../../../../src/http/schemas/compare.ts'
import { changeQuery } from '../../../app/router.tsx'
import { count, number } from '../../../components/format.ts'
import { TableBox } from '../../../components/table-box.tsx'
import type { Sides } from '../api/use-comparison.ts'

const COLUMNS = ['', 'Agree', 'Kappa (95 %)', 'Differ', 'Who says what']

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
      <TableBox title={title} columns={COLUMNS}>
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
      </TableBox>
      <p className="quiet">{KAPPA_MEANS}; – where both gave all threads the same answer.</p>
    </section>
  )
}
