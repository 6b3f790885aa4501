import { idOfRecord, isRecordKind } from '../../../../domain/records.ts'
import { sha256 } from '../../../../domain/values/canonical-json.ts'
import { isJsonObject, objectIfAny } from '../../../../domain/values/json.ts'
import type { Damage } from '../../../chat-store.ts'
import { kinded } from '../../../core/record-row.ts'
import type { KindedRecord } from '../../../core/record-row.ts'
import { recordIn, vouchedIn } from '../../../core/stored-record.ts'
import type { Entries, Sighting } from './entries.ts'

/** A pack as it was read. */
export interface Pack {
  readonly records: readonly KindedRecord[]
  readonly sightings: readonly Sighting[]
  readonly damages: readonly Damage[]
  /** The lines that do not hold, as they are. */
  readonly damagedLines: readonly string[]
}

type Packed = Pick<Entries, 'records' | 'sightings' | 'liesIn'> &
  Partial<Pick<Pack, 'damages' | 'damagedLines'>>

/**
 * The lines of a pack: `{kind, record, hash}` and `{sighting}`, and last `{end: {lines, hash}}`, which a pack that
 * was cut has not. Undefined where there is no pack to write.
 *
 * @param key of its object: the same lines under another name are another pack
 */
export function encodePack(entries: Packed, key: string): Buffer | undefined {
  const { records = [], sightings = [], liesIn } = entries
  if (liesIn !== undefined || records.length + sightings.length === 0) return undefined
  return rewritePack(entries, key)
}

/** The same, also of a pack in which nothing is left. What was damaged stays so. */
export function rewritePack(entries: Packed, key: string): Buffer {
  const { records = [], sightings = [], damages = [], damagedLines = [] } = entries
  const lines = [
    ...records.map(({ kind, record }) =>
      JSON.stringify({ kind, record, hash: hashOfLine(kind, record) }),
    ),
    ...sightings.map((sighting) => JSON.stringify({ sighting })),
    ...damagedLines,
  ]
  const isWhole = damages.length === damagedLines.length
  const hash = isWhole ? hashOfAll(key, lines) : 'of a pack that was damaged'
  return Buffer.from(
    [...lines, JSON.stringify({ end: { lines: lines.length, hash } }), ''].join('\n'),
  )
}

/**
 * What a pack holds, and what in it does not. Packs of earlier versions have neither hashes nor an end; of
 * those only what is no JSON shows.
 */
export function decodePack(bytes: Buffer, key: string): Pack {
  const lines = bytes.toString('utf8').split('\n')
  const isEnded = lines.pop() === ''
  const parsed = lines.map(objectIfAny)
  const end = parsed.at(-1)?.['end']
  const isHashed = parsed.some((line) => line !== undefined && ('hash' in line || 'end' in line))
  const body = end === undefined ? lines : lines.slice(0, -1)
  const records: KindedRecord[] = []
  const sightings: Sighting[] = []
  const damages: Damage[] = []
  const damagedLines: string[] = []
  for (const [index, text] of body.entries()) {
    const line = parsed[index] ?? {}
    const record = recordOfLine(line, isHashed)
    if (isSighting(line)) sightings.push(line.sighting)
    else if (record !== undefined) records.push(record)
    else {
      damagedLines.push(text)
      damages.push(damageTo(line, `${key}, line ${index + 1}`))
    }
  }
  const isWhole = isHashed ? isEndOf(end, key, body) : isEnded && bytes.length > 0
  // A line that does not hold has been named.
  if (!isWhole && damagedLines.length === 0) {
    const problem =
      bytes.length === 0
        ? 'is empty'
        : 'is not whole: it was cut, changed or put in the place of another'
    damages.push({ kind: 'store', place: key, problem })
  }
  return { records, sightings, damages, damagedLines }
}

function isEndOf(end: unknown, key: string, lines: readonly string[]): boolean {
  return isJsonObject(end) && end['lines'] === lines.length && end['hash'] === hashOfAll(key, lines)
}

function hashOfAll(key: string, lines: readonly string[]): string {
  return sha256([key, ...lines].join('\n'))
}

function hashOfLine(kind: string, record: unknown): string {
  return sha256(`${kind}\n${JSON.stringify(record)}`)
}

function isSighting(line: object): line is { readonly sighting: Sighting } {
  return 'sighting' in line && Object.keys(line).length === 1
}

function recordOfLine(
  line: Readonly<Record<string, unknown>>,
  isHashed: boolean,
): KindedRecord | undefined {
  const { kind, record: value, hash, ...others } = line
  if (!isRecordKind(kind) || Object.keys(others).length > 0) return undefined
  const holds = isHashed ? hash === hashOfLine(kind, value) : hash === undefined
  const record = holds ? vouchedIn(kind, value) : undefined
  return record === undefined ? undefined : kinded(kind, record)
}

function damageTo(
  { kind, record: value }: Readonly<Record<string, unknown>>,
  place: string,
): Damage {
  const problem = 'does not hold what was written'
  const record = isRecordKind(kind) ? recordIn(kind, value) : undefined
  if (!isRecordKind(kind) || record === undefined) return { kind: 'store', place, problem }
  return { kind, id: idOfRecord(kind, record), place, problem }
}
