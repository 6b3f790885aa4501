import type { Phrase } from './asking.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import { quoteSpan } from '../evidence/quote.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'

/** A phrase as it is shown and as it is proved. */
export interface Told {
  /** Of one line; empty for a phrase without words. */
  readonly label: string
  readonly evidence: readonly Evidence[]
}

export function toldBy(reading: ThreadReading, { turn, text, from, to }: Phrase): Told {
  const { starts, ends } = text.tokens
  const start = starts[from] ?? 0
  const end = ends[to - 1] ?? start
  const evidence = quoteSpan(reading, turn, { part: text.part, start, end }, 'request', 'as is')
  return {
    label: text.text.slice(start, end).replace(/\s+/gu, ' ').trim(),
    evidence: evidence === undefined ? [] : [evidence],
  }
}
