import { changeQuery } from '../app/router.tsx'

interface ChoiceProps {
  label: string
  field: string
  value: string
  options: readonly (readonly [string, string])[]
  /** What choosing none of them is called. */
  any?: string
}

/** One field of the filter, kept in the address; nothing where there is nothing to choose from. */
export function Choice({ label, field, value, options, any = 'All' }: ChoiceProps) {
  if (options.length === 0 && value === '') return undefined
  const isListed = value === '' || options.some(([id]) => id === value)
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => changeQuery({ [field]: target.value })}>
        <option value="">{any}</option>
        {isListed ? undefined : <option value={value}>{value}</option>}
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
