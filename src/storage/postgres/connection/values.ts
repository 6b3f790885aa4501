/**
 * Rows as arguments of `unnest`, one array a column, so that a statement is the same for any number of rows.
 * @param types one for each column
 */
export function columnsOf(
  types: readonly string[],
  rows: readonly (readonly unknown[])[],
): { readonly unnest: string; readonly values: readonly unknown[][] } {
  return {
    unnest: `unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})`,
    values: types.map((_, index) => rows.map((row) => row[index])),
  }
}
