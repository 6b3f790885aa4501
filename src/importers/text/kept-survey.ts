import type { ByteSource, ReadOptions } from '../importer.ts'

/** Looks through a whole source. */
export type Survey<T> = (source: ByteSource, options: ReadOptions) => Promise<T>

/**
 * A survey whose last result is kept for each source: the newest time of a file is asked for first, and
 * what else was learned on the way is of use when its threads are read.
 */
export function keptFor<T>(survey: Survey<T>): { make: Survey<T>; last: Survey<T> } {
  const kept = new WeakMap<ByteSource, T>()
  const make: Survey<T> = async (source, options) => {
    const made = await survey(source, options)
    kept.set(source, made)
    return made
  }
  return { make, last: async (source, options) => kept.get(source) ?? make(source, options) }
}
