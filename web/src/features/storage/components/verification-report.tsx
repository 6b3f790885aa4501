import type { StorageMove } from '../../../../../src/http/schemas/storage.ts'
import { count } from '../../../components/format.ts'

/** What a verification found: that all is equal, or what is not, by kind and id. */
export function VerificationReport({
  verification: { equal, kinds, examples, root },
}: {
  readonly verification: NonNullable<StorageMove['verification']>
}) {
  const records = kinds.reduce((sum, of) => sum + of.source, 0)
  const differences = kinds.reduce((sum, of) => sum + of.differences, 0)
  if (equal) {
    return (
      <p>
        {count(records, 'record')} compared: equal, with the lists and searches made of them. Root{' '}
        <code title={root}>{root.slice(0, 16)}…</code>
      </p>
    )
  }
  return (
    <>
      <p>
        {count(differences, 'difference')} among {count(records, 'record')}
        {differences > examples.length ? `, the first ${examples.length}:` : ':'}
      </p>
      <ul className="rejects">
        {examples.map(({ kind, id, problem }) => (
          <li key={`${kind} ${id} ${problem}`}>
            {kind} <code>{id.slice(0, 60)}</code>: {problem}
          </li>
        ))}
      </ul>
      <p className="quiet">
        <code>hitcraft verify --from … --to …</code> names all of them. Copying again brings what is
        missing there.
      </p>
    </>
  )
}
