import { count, number } from '../../../components/format.ts'
import { usePassedOver } from '../api/passed-over.ts'

/** Files of one kind that are named. */
const MOST_NAMED = 8

/** What lay in a folder and is no log, or could not be read: which, by what it is. */
export function PassedOverNote() {
  const { listed, total, dismiss } = usePassedOver()
  if (listed.length === 0) return undefined
  const kinds = Map.groupBy(listed, ({ what }) => what)
  return (
    <div className="note" role="status">
      <p>
        <strong>
          {total === undefined ? '' : 'At least '}
          {count(listed.length, 'item')} {listed.length === 1 ? 'was' : 'were'} passed over
        </strong>
        {total === undefined
          ? undefined
          : `: ${number(total)} since the server began, of which the last are named here`}
      </p>
      <ul>
        {[...kinds].map(([what, files]) => (
          <li key={what}>
            {what}: <bdi>{namesOf(files.map(({ file }) => file))}</bdi>
          </li>
        ))}
      </ul>
      <button type="button" className="button button-quiet" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  )
}

function namesOf(files: readonly string[]): string {
  const rest = files.length - MOST_NAMED
  return `${files.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${count(rest, 'other')}` : ''}`
}
