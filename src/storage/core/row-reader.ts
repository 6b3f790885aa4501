import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** A row as a driver gives it: columns by name. */
export type StoredRow = Readonly<Record<string, unknown>>

/**
 * The text in a column of a row. These readers are the only way from a row to a value, so that nothing of
 * another type is taken for the text `undefined` or the number `NaN`.
 *
 * @param row undefined for one that should be there and is not
 * @throws HitCraftError CORRUPT where the column holds no text; INTERNAL where the statement did not ask for it
 */
export function textOf(row: StoredRow | undefined, column: string): string {
  const value = valueOf(row, column)
  return typeof value === 'string' ? value : refuse(column, 'no text')
}

/** The same of a column that may be empty. */
export function maybeTextOf(row: StoredRow | undefined, column: string): string | undefined {
  return valueOf(row, column) === null ? undefined : textOf(row, column)
}

/** The whole number in a column. Servers give a long one as `bigint`, or as text of digits. */
export function intOf(row: StoredRow | undefined, column: string): number {
  const value = valueOf(row, column)
  const isNumber =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^-?\d+$/.test(value))
  const number = isNumber ? Number(value) : Number.NaN
  return Number.isSafeInteger(number) ? number : refuse(column, 'no whole number')
}

/** A name that no column has is a mistake in the statement: nothing that is stored can be at fault. */
function valueOf(row: StoredRow | undefined, column: string): unknown {
  if (row === undefined) return refuse(column, 'nothing, as there is no such row')
  if (Object.hasOwn(row, column)) return row[column]
  const known = Object.keys(row).join(', ')
  throw new HitCraftError('INTERNAL', `a statement gives no column ${column}, only ${known}`)
}

function refuse(column: string, problem: string): never {
  throw new HitCraftError('CORRUPT', `column ${column} of a stored row holds ${problem}`, {
    remedy:
      'Run hitcraft doctor, which names what is damaged; hitcraft reindex makes anew what lists are made of.',
    details: { column },
  })
}
