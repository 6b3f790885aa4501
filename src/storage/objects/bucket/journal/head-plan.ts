import { CATALOG_VERSION } from '../../catalog/catalog-schema.ts'
import type { Head } from './head.ts'

/** Segments beyond which a snapshot takes their place, by number (more for a large one) and by bytes. */
const MOST_SEGMENTS = { small: 128, large: 1024, perByte: 1 / 1024 ** 2 } as const
const LEAST_BYTES = 4 * 1024 * 1024

type Segment = Head['segments'][number]

/** What brings a catalog up to a head. */
export interface CatchUp {
  /** `snapshot`: the catalog does not stand on the head's line. */
  readonly from: 'here' | 'snapshot'
  readonly segments: readonly Segment[]
}

/** @param known what the local catalog holds; undefined where that is not known */
export function planCatchUp(known: Head | undefined, head: Head): CatchUp {
  const rest = known === undefined ? undefined : restOf(known, head)
  return rest === undefined
    ? { from: 'snapshot', segments: head.segments }
    : { from: 'here', segments: rest }
}

/** The segments that are new; undefined where they do not follow on what is known. */
function restOf(known: Head, head: Head): readonly Segment[] | undefined {
  const last = lastName(known)
  if (head.snapshot !== undefined && head.snapshot.last === last && last !== '') {
    return head.segments
  }
  if (head.snapshot?.name !== known.snapshot?.name) {
    const at = head.segments.findIndex(({ name }) => name === last)
    return at < 0 ? undefined : head.segments.slice(at + 1)
  }
  // The same snapshot: this line goes on where all that is known of it is still there.
  const goesOn = known.segments.every(({ name }, index) => head.segments[index]?.name === name)
  return goesOn ? head.segments.slice(known.segments.length) : undefined
}

/**
 * The number of the next commit. Packs count by their numbers: behind an old catalog that was put back
 * there may be later ones.
 */
export function nextNumber({ seq }: Head, lastPack: number): number {
  return Math.max(seq, lastPack) + 1
}

/** The head that names one more segment. */
export function headWith(head: Head, segment: Segment): Head {
  return { ...head, seq: segment.seq, segments: [...head.segments, segment] }
}

/** Whether a head has this segment. */
export function names(head: Head | undefined, segment: string): boolean {
  return head?.segments.some(({ name }) => name === segment) === true
}

/** The head of a catalog that was made from the truth. */
export function headAnew(seq: number, snapshot: Head['snapshot'], hasConditions: boolean): Head {
  return {
    format: 1,
    catalog: CATALOG_VERSION,
    commit: '',
    seq,
    ...(snapshot === undefined ? {} : { snapshot }),
    segments: [],
    conditions: hasConditions,
  }
}

/** Whether it is time that a snapshot takes the place of the segments. */
export function isFoldDue({ segments, snapshot }: Head): boolean {
  const { bytes: whole = 0 } = snapshot ?? {}
  const { small, large, perByte } = MOST_SEGMENTS
  return (
    segments.length >= Math.min(small + whole * perByte, large) ||
    bytesOf(segments) >= Math.max(LEAST_BYTES, whole / 2)
  )
}

/** The name of the last commit's segment; empty where there is none. */
export function lastName({ segments, snapshot }: Head): string {
  return segments.at(-1)?.name ?? snapshot?.last ?? ''
}

/** A head for people. */
export function describeHead({ seq, segments, snapshot }: Head): string {
  const bytes = bytesOf(segments) + (snapshot?.bytes ?? 0)
  return `commit ${seq}, ${segments.length} segments since the snapshot, ${bytes} bytes`
}

function bytesOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0)
}
