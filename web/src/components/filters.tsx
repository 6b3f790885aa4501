import { useId, useState } from 'react'
import type { ReactNode } from 'react'

interface FiltersProps {
  label: string
  /** How many of the fields hold a condition. */
  chosen: number
  /** Stands before the fields, never folded. */
  lead?: ReactNode
  /** Stands behind them, never folded. */
  rest?: ReactNode
  /** The fields. */
  children: ReactNode
}

/** Conditions side by side. A narrow screen folds the fields behind a button that says how many of them hold. */
export function Filters({ label, chosen, lead, rest, children }: FiltersProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <form className="filters" aria-label={label} onSubmit={(event) => event.preventDefault()}>
      {lead}
      <button
        type="button"
        className="button filters-fold"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        Filters{chosen === 0 ? '' : ` (${chosen})`}
      </button>
      <div id={id} className={isOpen ? 'filters-fields is-open' : 'filters-fields'}>
        {children}
      </div>
      {rest}
    </form>
  )
}
