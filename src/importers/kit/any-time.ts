import type { JsonValue } from '../../domain/values/json.ts'
import { readMessageTime } from './written-time.ts'
import { readTime } from './time.ts'
import type { SourceTime } from './time.ts'

/**
 * As `readTime`, and besides the texts that people's settings write (`Jan 5, 2026, 9:03 AM`,
 * `2026/01/05 09:10`), where they say one time and no other.
 */
export function readAnyTime(value: JsonValue | undefined): SourceTime | undefined {
  const time = readTime(value)
  if (time !== undefined || typeof value !== 'string') return time
  const read = readMessageTime(value)
  if (read === undefined) return undefined
  return { iso: read.iso, source: value, ...(read.hasZone ? {} : { isZoneless: true }) }
}
