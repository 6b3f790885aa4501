import { threadSchema, contentHashOf } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { canonicalJson, sha256 } from '../../domain/values/canonical-json.ts'
import { jsonFrom, jsonIfAny } from '../../domain/values/json.ts'
import type { RecordKind } from '../../domain/records.ts'
import { recordIn } from '../../storage/core/stored-record.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { wholeRecord, wholeThread } from '../sources/whole-record.ts'
import type { WalkedRecord, WholeRecord } from '../sources/walked-record.ts'

const BEGIN = Buffer.from('{"id":"')
/** No text inside the id holds it: there each quote has a backslash before it. */
const MIDDLE = Buffer.from('","record":')
const END = /^,"sha256":"([0-9a-f]{64})"\}$/
const END_LENGTH = 77

/**
 * A record as a line: canonical JSON of `{id, record, sha256}`, where `sha256` is the hash of the canonical JSON
 * of `record`, which are the very bytes that stand there. It ends in a line feed and holds no other.
 */
export function lineOf({ id, value }: Pick<WholeRecord, 'id' | 'value'>): string {
  const text = canonicalJson(value)
  return `{"id":${JSON.stringify(id)},"record":${text},"sha256":"${sha256(text)}"}\n`
}

/** The id that a line begins with; undefined for what does not begin like one of an archive. */
export function idOfLine(line: Buffer): string | undefined {
  const end = line.indexOf(MIDDLE)
  if (end < 0 || line.indexOf(BEGIN) !== 0) return undefined
  try {
    const id = jsonFrom(line.toString('utf8', BEGIN.length - 1, end + 1))
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * The record of a line, hashed from what was read.
 * @param place where the line lies, for people
 * @throws HitCraftError UNSUPPORTED for a record of a later version of this program
 */
export function recordOfLine(kind: MovedKind, line: Buffer, place: string): WalkedRecord {
  const id = idOfLine(line)
  const damaged = (problem: string): WalkedRecord => ({
    kind,
    id: id ?? '',
    damage: { kind, place, problem, ...(id === undefined ? {} : { id }) },
  })
  if (id === undefined) return damaged('is no line of an archive')
  const end = line.length - END_LENGTH
  const [, hash] = END.exec(line.toString('latin1', Math.max(0, end))) ?? []
  const record = line.subarray(line.indexOf(MIDDLE) + MIDDLE.length, Math.max(0, end))
  if (hash === undefined) return damaged('is cut short or changed')
  if (sha256(record) !== hash) return damaged('does not hash to what was written')
  const read = readRecord(kind, record.toString('utf8'))
  if (read === undefined) return damaged('is no record of its kind')
  return read.id === id ? read : damaged('holds another record')
}

function readRecord(kind: MovedKind, text: string): WholeRecord | undefined {
  const value = jsonIfAny(text)
  return kind === 'thread' ? readThread(value) : readOther(kind, value)
}

function readThread(value: unknown): WholeRecord | undefined {
  if (!isThread(value) || contentHashOf(value.messages) !== value.contentHash) return undefined
  return wholeThread(value)
}

function isThread(value: unknown): value is Thread {
  return threadSchema.safeParse(value).success
}

function readOther(kind: RecordKind, given: unknown): WholeRecord | undefined {
  const value = recordIn(kind, given)
  return value === undefined ? undefined : wholeRecord(kind, value)
}
