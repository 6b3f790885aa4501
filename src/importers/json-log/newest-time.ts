import type { JsonValue } from '../../domain/values/json.ts'
import type { ByteSource, ReadOptions } from '../importer.ts'
import { TIME_NAMES } from '../kit/members.ts'
import { readAnyTime } from '../kit/any-time.ts'

/** Longest name, and the longest value that is looked at behind it. */
const REACH = 128

/**
 * A member that is called as a time is, and what it says: a text or a number, bare or in Extended JSON. A
 * quote inside a text is escaped, so a name in quotes is not found there.
 */
const MEMBER = new RegExp(
  `(?<!\\\\)"(?:${[...TIME_NAMES.keys()].map(inEverySpelling).join('|')})"\\s*:\\s*` +
    `(?:\\{\\s*"(\\$date|\\$timestamp)"\\s*:\\s*)?(?:\\{\\s*"(?:\\$number(?:Long|Double|Int)|t)"\\s*:\\s*)?` +
    `(?:"([^"\\\\]{1,64})"|(-?\\d{8,19}(?:\\.\\d+)?))`,
  'gi',
)

/** Case does not count in the search, so `_` and `-` between the letters are all that differs. */
function inEverySpelling(name: string): string {
  return name.split('').join('[_-]?')
}

/** The newest message time of a JSON log, found by the names of times instead of parsing. */
export async function newestTime(
  source: ByteSource,
  options: ReadOptions,
): Promise<string | undefined> {
  let newest: string | undefined
  let rest = ''
  let offset = 0
  const scan = (text: string, until: number) => {
    for (const match of text.matchAll(MEMBER)) {
      if (match.index >= until) break
      const time = readAnyTime(valueOf(match))?.iso
      if (time === undefined || options.clock?.believes(time) === false) continue
      if (newest === undefined || time > newest) newest = time
    }
  }
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    const text = rest + Buffer.from(chunk).toString('latin1')
    // What could reach into the next chunk waits for it; one byte more, to see a backslash before it.
    const until = Math.max(0, text.length - REACH)
    scan(text, until)
    rest = text.slice(Math.max(0, until - 1))
    offset += chunk.length
    options.onBytes?.(offset)
  }
  scan(rest, rest.length)
  return newest
}

function valueOf([, wrapper, text, digits]: RegExpExecArray): JsonValue {
  const value = text ?? Number(digits)
  if (wrapper === '$timestamp') return { $timestamp: { t: Number(value) } }
  if (wrapper === undefined) return value
  return { $date: /^-?\d+$/.test(String(value)) ? { $numberLong: String(value) } : value }
}
