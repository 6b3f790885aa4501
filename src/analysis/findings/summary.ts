import type { Failure, Outcome } from '../../domain/analysis/analysis.ts'

/** A thread in one line: what was asked for first, how it ended and what failed. */
export function summaryOf(
  request: string | undefined,
  outcome: Outcome,
  failures: readonly Failure[],
): string {
  const shown = failures.filter(({ certainty }) => certainty === 'shown')
  const kinds = [...new Set(shown.map(({ kind }) => kind))]
  const asked = request === undefined ? 'No request found' : `Asked: ${request}`
  const ended = outcome === 'unknown' ? '' : ` · ${outcome}`
  return `${asked}${ended}${kinds.length === 0 ? '' : ` · ${kinds.join(', ')}`}`
}
