import { basename, join } from 'node:path'
import { isRecordKind } from '../../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../../domain/records.ts'
import { jsonIfAny } from '../../../../domain/values/json.ts'
import type { JsonObject } from '../../../../domain/values/json.ts'
import { vouchedIn } from '../../../core/stored-record.ts'
import { withSum } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'
import type { Layout } from './layout.ts'
import { summedLines } from './lines.ts'
import type { Line } from './lines.ts'

/** A record as a line of its file, and as a frame of the log. */
export interface RecordLine {
  readonly kind: RecordKind
  readonly id: string
  readonly record: RecordTypes[RecordKind]
}

/** A line of a record file; `record` is undefined where it does not hold. */
export interface ReadRecord extends Line {
  readonly record?: RecordLine
  /** By the line, or by its file. */
  readonly kind: RecordKind
  /** Of a damaged line that is still JSON. */
  readonly id?: string
}

const MEMBERS = ['kind', 'id', 'record']

export function recordText(line: RecordLine): string {
  return withSum(JSON.stringify({ kind: line.kind, id: line.id, record: line.record }))
}

/** The record of a line or frame without its checksum. */
export function recordOf({ kind, id, record: value }: JsonObject): RecordLine | undefined {
  const record = isRecordKind(kind) ? vouchedIn(kind, value) : undefined
  if (!isRecordKind(kind) || record === undefined || typeof id !== 'string') return undefined
  return { kind, id, record }
}

/** Where a record's line is kept: the history in one file a run, the others in one a kind. */
export function recordFile(layout: Layout, { kind, record }: RecordLine): string {
  if (kind !== 'history') return join(layout.records, `${kind}.jsonl`)
  const runId = 'runId' in record ? record.runId : ''
  return join(layout.history, `${runId.replaceAll(':', '').replace(/[^\w.-]/g, '_')}.jsonl`)
}

/** All files that hold records, the tombstones first. */
export function recordFiles(layout: Layout, fs: FileSystem): string[] {
  return [layout.records, layout.history].flatMap((folder) =>
    (fs.exists(folder) ? fs.list(folder) : [])
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted((a, b) => Number(b === 'tombstone.jsonl') - Number(a === 'tombstone.jsonl'))
      .map((name) => join(folder, name)),
  )
}

/** @param isWanted by id: lines of others are passed over; those of which the id cannot be read are not. Default all */
export function* readRecords(
  layout: Layout,
  fs: FileSystem,
  path: string,
  isWanted?: (id: string) => boolean,
): Generator<ReadRecord> {
  const kindOfFile = kindOf(layout, path)
  const isOfThem =
    isWanted &&
    ((bytes: Buffer) => {
      const id = idIn(bytes)
      return id === undefined || isWanted(id)
    })
  for (const line of summedLines(fs, path, MEMBERS, isOfThem)) {
    const record = line.value === undefined ? undefined : recordOf(line.value)
    if (record !== undefined) yield { ...line, record, kind: record.kind }
    else {
      const id = idIn(line.bytes)
      const problem = line.problem ?? 'is no record'
      yield { ...line, problem, kind: kindOfFile, ...(id === undefined ? {} : { id }) }
    }
  }
}

/** The kind whose records a file holds, as far as its name tells. */
export function kindOf(layout: Layout, path: string): RecordKind {
  if (path.startsWith(join(layout.history, '/'))) return 'history'
  const name = basename(path, '.jsonl')
  return isRecordKind(name) ? name : 'history'
}

/** The id of a line, where it can be read: also of one that does not hold. */
function idIn(bytes: Buffer): string | undefined {
  const quoted = /^\{"kind":"[a-zA-Z]+","id":("(?:[^"\\]|\\.)*")/.exec(bytes.toString('utf8'))?.[1]
  const id = jsonIfAny(quoted ?? '')
  return typeof id === 'string' ? id : undefined
}
