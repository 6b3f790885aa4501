import type { Finding } from '../../../domain/analysis/analysis.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import type { Followed } from './follow-wish.ts'
import { toldBy } from './label.ts'

const MOST = 5

/** Wishes that were not served by the end: the whole wish, with the decline or failure that stands there. */
export function findUnmetNeeds(reading: ThreadReading, followed: readonly Followed[]): Finding[] {
  const needs = new Map<string, Finding>()
  for (const { wish, failure } of followed) {
    if (failure === undefined) continue
    const { label, evidence } = toldBy(reading, wish.phrase)
    const key = label.toLowerCase()
    if (label === '' || needs.has(key)) continue
    const proof = failure.evidence.filter(({ role }) => role !== 'request')
    const { items } = failure
    needs.set(key, {
      label,
      certainty: failure.certainty,
      evidence: [...evidence, ...proof],
      ...(items === undefined ? {} : { items }),
    })
  }
  return [...needs.values()].slice(0, MOST)
}
