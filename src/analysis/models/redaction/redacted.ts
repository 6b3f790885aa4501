import type { RedactedType } from '../../../domain/written/sent.ts'

/** A span of a text, in UTF-16 units, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span that is personal data. */
export interface Found extends Span {
  readonly type: RedactedType
}

/** What stands in the place of a span. */
export interface Replaced extends Found {
  /** `[MAIL_1]`: the same value has the same one throughout a thread. */
  readonly placeholder: string
}

/** A text as it is sent. */
export interface Redacted {
  readonly text: string
  /** In order, without overlaps; spans of the text as it was. */
  readonly replaced: readonly Replaced[]
}

/**
 * A span of the sent text as one of the text as it was. What begins or ends within a placeholder takes all of what it
 * stands for.
 */
export function spanBefore({ replaced }: Redacted, { start, end }: Span): Span {
  let shift = 0
  let from: number | undefined
  for (const one of replaced) {
    const at = one.start - shift
    const to = at + one.placeholder.length
    if (from === undefined && start < to) from = start < at ? start + shift : one.start
    if (end <= at) return { start: from ?? start + shift, end: end + shift }
    if (end <= to) return { start: from ?? start + shift, end: one.end }
    shift += one.end - one.start - one.placeholder.length
  }
  return { start: from ?? start + shift, end: end + shift }
}
