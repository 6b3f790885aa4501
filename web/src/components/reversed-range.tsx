import { changeQuery } from '../app/router.tsx'
import { day } from './format.ts'

/** Says that a range ends before it begins, and mends it. */
export function ReversedRange({ from, to }: { from: string; to: string }) {
  return (
    <div className="note note-error" role="alert">
      <p className="note-title">This range ends before it begins</p>
      <p>
        It is from {day(from)} to {day(to)}, so no thread can lie in it.
      </p>
      <button type="button" className="button" onClick={() => changeQuery({ from: to, to: from })}>
        Exchange the two days
      </button>
    </div>
  )
}
