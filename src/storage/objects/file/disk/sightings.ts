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
