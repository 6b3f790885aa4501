import { sha256 } from '../../../domain/values/canonical-json.ts'
import type { TopicText } from './topic-text.ts'

/** What lines are read from. */
export type Lined = Pick<TopicText, 'requests' | 'details'>

/** Threads in which a line that is nobody's request recurs at least, as a number and as a share. */
const FEWEST = 4
const SHARE = 0.002
/** A shorter line recurs by itself. UTF-16 units. */
const SHORTEST = 12
/** Share of its threads in which the line stands among others: a request that many make stands alone. */
const AMONG = 0.7
const MOST_LINES = 2000
const DIGITS = 12

/** The lines that recur over threads beside other words: what a tool puts around each prompt. As their hashes. */
export function findBoilerplate(texts: readonly Lined[]): string[] {
  const seen = new Map<string, { threads: number; among: number }>()
  for (const { requests, details } of texts) {
    const own = new Map<string, boolean>()
    for (const { lines } of [...requests, ...details]) {
      for (const line of lines) {
        if (line.length >= SHORTEST) own.set(hashOfLine(line), lines.length > 1)
      }
    }
    for (const [hash, isAmong] of own) {
      const entry = seen.get(hash) ?? { threads: 0, among: 0 }
      entry.threads++
      if (isAmong) entry.among++
      seen.set(hash, entry)
    }
  }
  const fewest = Math.max(FEWEST, texts.length * SHARE)
  return [...seen]
    .filter(([, { threads, among }]) => threads >= fewest && among >= AMONG * threads)
    .sort(([a, x], [b, y]) => y.threads - x.threads || (a < b ? -1 : 1))
    .slice(0, MOST_LINES)
    .map(([hash]) => hash)
}

/** The lines that are no boilerplate; all of them where all are, as somebody still came for something. */
export function ownLines(
  lines: readonly string[],
  boilerplate: ReadonlySet<string>,
): readonly string[] {
  if (boilerplate.size === 0) return lines
  const own = lines.filter((line) => line.length < SHORTEST || !boilerplate.has(hashOfLine(line)))
  return own.length === 0 ? lines : own
}

/** A line by the hash under which a model knows it; undefined for one too short to be known. */
export function boilerplateHash(line: string): string | undefined {
  return line.length < SHORTEST ? undefined : hashOfLine(line)
}

/** One for lines that differ in numbers, marks and case only. */
function hashOfLine(line: string): string {
  return sha256(line.toLowerCase().replace(/[^\p{L}]+/gu, ' ')).slice(0, DIGITS)
}
