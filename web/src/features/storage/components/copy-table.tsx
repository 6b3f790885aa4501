import type { StorageMove } from '../../../../../src/http/schemas/storage.ts'
import { count, number, plainWords } from '../../../components/format.ts'
import { TableBox } from '../../../components/table-box.tsx'

interface CopyTableProps {
  readonly copy: NonNullable<StorageMove['copy']>
  /** Nothing was written: the figures say what would be. */
  readonly isCount: boolean
}

/** What was copied, by kind of record. */
export function CopyTable({ copy: { kinds, erased, damaged }, isCount }: CopyTableProps) {
  const shown = kinds.filter(
    (of) => of.copied + of.updated + of.unchanged + of.conflicts + of.keptOut + of.failed > 0,
  )
  const keptOut = kinds.reduce((sum, of) => sum + of.keptOut, 0)
  const columns = [
    'Records',
    isCount ? 'To copy' : 'Copied',
    isCount ? 'To update' : 'Updated',
    'Equal there',
    'In another state',
    'Failed',
  ]
  return (
    <>
      <TableBox title={isCount ? 'What a copy would do' : 'What was copied'} columns={columns}>
        {shown.map((of) => (
          <tr key={of.kind}>
            <th scope="row">{plainWords(of.kind.replace(/(?=[A-Z])/g, ' ').toLowerCase())}</th>
            <td>{number(of.copied)}</td>
            <td>{number(of.updated)}</td>
            <td>{number(of.unchanged)}</td>
            <td>{number(of.conflicts)}</td>
            <td>{number(of.failed)}</td>
          </tr>
        ))}
      </TableBox>
      {erased === 0 ? undefined : (
        <p>
          {count(erased, 'thread')} erased here{' '}
          {isCount ? 'would go there too.' : 'went there too.'}
        </p>
      )}
      {keptOut === 0 ? undefined : (
        <p>
          {count(keptOut, 'record')} {keptOut === 1 ? 'was' : 'were'} erased there, and{' '}
          {isCount ? 'would stay' : 'stayed'} out.
        </p>
      )}
      {damaged === 0 ? undefined : (
        <p className="note note-error">
          {count(damaged, 'piece')} here {damaged === 1 ? 'does' : 'do'} not hold and stayed behind:{' '}
          <code>hitcraft doctor</code> names them.
        </p>
      )}
    </>
  )
}
