import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'

/**
 * An archive is a BagIt bag (RFC 8493, version 1.0), so that `sha256sum -c manifest-sha256.txt` or any tool for
 * bags checks it without this program:
 *
 * - `data/<kind>-<number>.jsonl`: the records of a kind by the UTF-8 bytes of their ids, one a line (see
 *   `archive-line.ts`), in parts of bounded size.
 * - `manifest-sha256.txt`: a hash for each part; `tagmanifest-sha256.txt`: one for each of the files that say
 *   what the bag is. The hash of the latter stands for the whole.
 * - `bag-info.txt`: `Payload-Oxum`, when and where it is from, and `HitCraft-Part` for each part with how many
 *   records it holds.
 * - `bagit.txt`: what makes the folder a bag; it is written last.
 */
export const ARCHIVE_VERSION = 1

export const DECLARATION = 'bagit.txt'
export const DECLARED = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
export const INFO = 'bag-info.txt'
export const MANIFEST = 'manifest-sha256.txt'
export const TAG_MANIFEST = 'tagmanifest-sha256.txt'
export const PAYLOAD = 'data'

const PART = /^data\/([A-Za-z]+)-(\d{6,9})\.jsonl$/

/** A file of records, by its path in the bag. */
export interface Part {
  readonly path: string
  /** Undefined for a kind that this program does not know. */
  readonly kind: MovedKind | undefined
}

export function partPath(kind: MovedKind, number: number): string {
  return `${PAYLOAD}/${pluralOf(kind)}-${String(number).padStart(6, '0')}.jsonl`
}

/** What a path of the payload names; undefined for what is no part of an archive. */
export function partOf(path: string): Part | undefined {
  const plural = PART.exec(path)?.[1]
  if (plural === undefined) return undefined
  return { path, kind: MOVED_KINDS.find((kind) => pluralOf(kind) === plural) }
}

/** In the order in which they were written. */
export function comparePaths(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}
