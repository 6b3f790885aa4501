import { withSum } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'
import { summedLines } from './lines.ts'
import type { Line } from './lines.ts'

/**
 * A thread that is there. `hash` is that of its body as it was stored then; a line without one says that
 * a later export confirmed it.
 */
export interface Sighting {
  readonly id: string
  /** `''` where no export has a time. */
  readonly asOf: string
  readonly hash?: string
}

export function sightingText({ id, asOf, hash }: Sighting): string {
  return withSum(JSON.stringify({ id, asOf, ...(hash === undefined ? {} : { hash }) }))
}

/** The lines of a file of sightings; `seen` is undefined where one does not hold. */
export function* readSightings(
  fs: FileSystem,
  path: string,
): Generator<Line & { readonly seen?: Sighting }> {
  for (const line of summedLines(fs, path, ['id', 'asOf', 'hash?'])) {
    const { id, asOf, hash } = line.value ?? {}
    if (typeof id !== 'string' || typeof asOf !== 'string') {
      yield { ...line, problem: line.problem ?? 'is no sighting' }
    } else {
      yield { ...line, seen: { id, asOf, ...(typeof hash === 'string' ? { hash } : {}) } }
    }
  }
}

/** What the lines of a file come to: the last hash and the latest age of each thread. */
export function lastSightings(fs: FileSystem, path: string): Map<string, Sighting> {
  const last = new Map<string, Sighting>()
  for (const { seen } of readSightings(fs, path)) {
    if (seen === undefined) continue
    const known = last.get(seen.id)
    const hash = seen.hash ?? known?.hash
    const asOf = known !== undefined && known.asOf > seen.asOf ? known.asOf : seen.asOf
    last.set(seen.id, { id: seen.id, asOf, ...(hash === undefined ? {} : { hash }) })
  }
  return last
}
