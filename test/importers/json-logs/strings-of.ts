import type { Thread } from '../../../src/domain/thread/thread.ts'
import { isJsonObject } from '../../../src/domain/values/json.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { readId } from '../../../src/importers/kit/read-id.ts'
import { readTime } from '../../../src/importers/kit/time.ts'
import type { ReadResult } from '../import-bytes.ts'

/** Every string value in a value, a time or an id in MongoDB's notation as one. */
export function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (Array.isArray(value)) for (const item of value) yield* stringsOf(item)
  else if (typeof value === 'object' && value !== null) {
    const meant = isJsonObject(value) && Object.keys(value)[0]?.startsWith('$') === true
    const single = meant ? (readId(value) ?? readTime(value)?.iso) : undefined
    if (single === undefined) for (const member of Object.values(value)) yield* stringsOf(member)
    else yield single
  }
}

/**
 * The strings of source values that are nowhere in what was read of them: in no text, attribute or raw
 * value, nor as a time or an id, beyond as many as the notes say were passed over.
 */
export function lostStrings(values: readonly JsonValue[], read: ReadResult): string[] {
  const kept = new Set(stringsOf(read.threads satisfies readonly Thread[]))
  const lost = [...stringsOf(values)].filter((text) => !isKept(text, kept))
  const told = read.notes
    .filter((note) => note.includes('passed over'))
    .reduce((sum, note) => sum + Number(/\d+$/.exec(note)?.[0] ?? 0), 0)
  return lost.length <= told ? [] : lost
}

function isKept(text: string, kept: ReadonlySet<string>): boolean {
  if (text === '' || kept.has(text) || kept.has(`item:${text}`)) return true
  const time = readTime(text)?.iso
  if (time !== undefined && kept.has(time)) return true
  const id = readId(text)
  return id !== undefined && kept.has(id)
}
