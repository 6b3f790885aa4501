/** The names of a table whose type says all that it has, in its order. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[]
}

/** A table with a value for each of its names. */
export function tableOf<T extends object>(
  names: readonly (keyof T & string)[],
  valueOf: (name: keyof T & string) => T[keyof T],
): T {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as T
}
