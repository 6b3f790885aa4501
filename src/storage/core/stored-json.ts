import type { AnalysisLabels } from '../../domain/analysis/analysis.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { isJsonObject, jsonIfAny } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/**
 * The value in a JSON column of what lists are made of.
 * @throws HitCraftError CORRUPT where damage has left no JSON in it
 */
export function storedJson(column: unknown): unknown {
  const value = typeof column === 'string' ? jsonIfAny(column) : undefined
  if (value === undefined) throw spoiled()
  return value
}

/** The summary in a column. @throws HitCraftError CORRUPT */
export function storedSummary(column: unknown): ThreadSummary {
  const value = storedJson(column)
  if (isSummary(value)) return value
  throw spoiled()
}

/** The labels in a column. @throws HitCraftError CORRUPT */
export function storedLabels(column: unknown): AnalysisLabels {
  const value = storedJson(column)
  if (isLabels(value)) return value
  throw spoiled()
}

/** The list of texts in a column. @throws HitCraftError CORRUPT */
export function storedTexts(column: unknown): string[] {
  const value = storedJson(column)
  if (isTexts(value)) return value
  throw spoiled()
}

/** The list of numbers in a column. @throws HitCraftError CORRUPT */
export function storedNumbers(column: unknown): number[] {
  const value = storedJson(column)
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return value
  throw spoiled()
}

function spoiled(): HitCraftError {
  return new HitCraftError(
    'CORRUPT',
    'a row that lists are made of does not hold what was written',
    {
      remedy: 'Run hitcraft reindex: it makes them anew from the threads and records.',
    },
  )
}

function isSummary(value: unknown): value is ThreadSummary {
  return (
    isJsonObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['contentHash'] === 'string' &&
    typeof value['messageCount'] === 'number' &&
    isTexts(value['userIds']) &&
    ['title', 'preview', 'firstMessageAt', 'lastMessageAt'].every((name) => mayBeText(value[name]))
  )
}

function isLabels(value: unknown): value is AnalysisLabels {
  return (
    isJsonObject(value) &&
    typeof value['outcome'] === 'string' &&
    isTexts(value['failures']) &&
    ['language', 'topic'].every((name) => mayBeText(value[name]))
  )
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function mayBeText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
