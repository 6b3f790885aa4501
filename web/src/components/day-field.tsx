import { changeQuery } from '../app/router.tsx'

interface DayFieldProps {
  label: string
  field: string
  value: string
  min?: string | undefined
  max?: string | undefined
}

/** A day of the filter, kept in the address. */
export function DayField({ label, field, value, min, max }: DayFieldProps) {
  return (
    <label>
      {label}
      <input
        type="date"
        value={value}
        min={min}
        max={max}
        onChange={({ target }) => changeQuery({ [field]: target.value })}
      />
    </label>
  )
}
