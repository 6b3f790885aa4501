import { count } from '../../../components/format.ts'
import { usePassedOver } from '../api/passed-over.ts'

/** Files of one kind that are named. */
const MOST_NAMED = 8

/** What lay in a folder and is no log: which, by what it is. */
export function PassedOverNote() {
  const { all, dismiss } = usePassedOver()
  if (all.length === 0) return undefined
  const kinds = Map.groupBy(all, ({ what }) => what)
  return (
    <div className="note" role="status">
      <p>
        <strong>
          {count(all.length, 'file')} of the folder {all.length === 1 ? 'is no log' : 'are no logs'}{' '}
          and {all.length === 1 ? 'was' : 'were'} passed over
        </strong>
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
