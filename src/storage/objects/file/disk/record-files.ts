import { join } from 'node:path'
import { RECORD_KINDS } from '../../../../domain/records.ts'
import type { RecordKind } from '../../../../domain/records.ts'
import type { FileSystem } from './file-system.ts'
import type { Layout } from './layout.ts'
import { writeDurably } from './layout.ts'

/** A line of a record file. */
export interface RecordLine {
  readonly kind: RecordKind
  readonly id: string
  readonly record: unknown
}

/** Where a record's line is kept: the history in one file a run, the others in one a kind. */
export function recordFile(layout: Layout, { kind, record }: RecordLine): string {
  if (kind !== 'history') return join(layout.records, `${kind}.jsonl`)
  const runId =
    typeof record === 'object' && record !== null && 'runId' in record ? String(record.runId) : ''
  return join(layout.history, `${runId.replaceAll(':', '').replace(/[^\w.-]/g, '_')}.jsonl`)
}

/** All files that hold records. */
export function recordFiles(layout: Layout, fs: FileSystem): string[] {
  return [layout.records, layout.history].flatMap((folder) =>
    fs
      .list(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted()
      .map((name) => join(folder, name)),
  )
}

/** The lines of a file; a last one without its end was never acknowledged. */
export function* readLines(fs: FileSystem, path: string): Generator<string> {
  if (!fs.exists(path)) return
  const bytes = fs.read(path)
  let from = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
    yield bytes.toString('utf8', from, at)
    from = at + 1
  }
}

export function parseRecordLine(line: string): RecordLine | undefined {
  try {
    const value = JSON.parse(line) as RecordLine
    return value.kind in RECORD_KINDS ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Keeps of a file the last line of each id that passes. */
export function compactRecordFile(
  fs: FileSystem,
  path: string,
  keep: (line: RecordLine) => boolean,
): void {
  const last = new Map<string, string>()
  for (const text of readLines(fs, path)) {
    const line = parseRecordLine(text)
    if (line === undefined) continue
    // Deleted first, so that the order is that of the last writing.
    last.delete(`${line.kind}\n${line.id}`)
    if (keep(line)) last.set(`${line.kind}\n${line.id}`, text)
  }
  if (last.size === 0) {
    fs.remove(path)
    return
  }
  writeDurably(fs, path, [...last.values()].map((text) => `${text}\n`).join(''))
}
