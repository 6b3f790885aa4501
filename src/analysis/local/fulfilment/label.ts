import type { Phrase } from './whole-phrase.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import { quoteSpan } from '../evidence/quote.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'

/** A phrase as it is shown and as it is proved. */
export interface Told {
  /** Of one line; empty for a phrase without words. */
  readonly label: string
  readonly evidence: readonly Evidence[]
}

export function toldBy(reading: ThreadReading, { turn, text, start, end }: Phrase): Told {
  const evidence = quoteSpan(reading, turn, { part: text.part, start, end }, 'request', 'as is')
  return {
    label: text.text.slice(start, end).replace(/\s+/gu, ' ').trim(),
    evidence: evidence === undefined ? [] : [evidence],
  }
}
