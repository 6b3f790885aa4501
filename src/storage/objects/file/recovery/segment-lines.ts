import { dirname } from 'node:path'
import { maybeTextOf, textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { sumState, withSum } from '../../summed.ts'
import { FRAME, isFrame } from '../disk/log.ts'
import type { Frame } from '../disk/log.ts'
import { nameInData, promise } from '../disk/mark.ts'
import { recordFile, recordOf, recordText } from '../disk/record-files.ts'
import { sightingText } from '../disk/sightings.ts'
import { appendLines } from '../disk/write.ts'
import { acknowledgedEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { missingOf } from './promises.ts'
import { jsonOf } from './replay.ts'

/** Bytes of lines that are gathered before they are appended. */
const KEPT_AT_ONCE = 4 * 1024 * 1024
/** Rows of the catalog that are read at once. */
const ROWS = 1000

/** Lines to be appended, by their file. */
export type Lines = Map<string, string[]>

export function addLine(lines: Lines, path: string, text: string): void {
  const known = lines.get(path)
  if (known === undefined) lines.set(path, [text])
  else known.push(text)
}

/** Adds a record or a sighting of the log as a line of its file. @returns whether the frame is one */
export function addFrame(lines: Lines, { layout }: BaseContext, frame: Frame): boolean {
  if (frame.type !== FRAME.record && frame.type !== FRAME.sighting) return false
  const text = frame.payload.toString('utf8')
  const record = frame.type === FRAME.record ? recordOf(jsonOf(frame)) : undefined
  const path = record === undefined ? layout.sightings : recordFile(layout, record)
  // Frames of earlier versions have no checksum of their own.
  const isSummed = sumState(frame.payload) === 'holds'
  addLine(lines, path, isSummed ? text : record === undefined ? withSum(text) : recordText(record))
  return true
}

/** Adds the threads whose files came of a segment as sightings. */
export function addThreads(lines: Lines, context: BaseContext, segment: number): void {
  for (const text of sightingsOf(context, segment)) addLine(lines, context.layout.sightings, text)
}

function* sightingsOf({ catalog }: BaseContext, segment: number): Generator<string> {
  const sql = `SELECT t.id, t.as_of, t.body_hash FROM unsynced u JOIN threads t ON t.id = u.id
     WHERE u.segment = ? AND u.id > ? ORDER BY u.id LIMIT ?`
  for (const rows of catalog.pieces(ROWS, sql, segment)) {
    for (const row of rows) {
      const id = decodeKey(textOf(row, 'id'))
      const asOf = maybeTextOf(row, 'as_of') ?? ''
      yield sightingText({ id, asOf, hash: textOf(row, 'body_hash') })
    }
  }
}

/**
 * Appends what a whole segment holds beside thread bodies to its files: records and sightings as far as they were
 * acknowledged, and the threads whose files came of it. Some megabytes at a time, as a segment of records alone would lie in
 * memory several times over. Done again it appends the same lines again, of which the last counts.
 */
export function keepSegment(context: BaseContext, segment: number): void {
  const { layout, log } = context
  const acknowledged = acknowledgedEnd(context, segment)
  let lines: Lines = new Map()
  let bytes = 0
  const keep = (length: number) => {
    bytes += length
    if (bytes < KEPT_AT_ONCE) return
    keepLines(context, lines)
    lines = new Map()
    bytes = 0
  }
  for (const piece of log.scan(segment)) {
    if (!isFrame(piece) || piece.end > acknowledged) continue
    if (addFrame(lines, context, piece)) keep(piece.payload.length)
  }
  for (const text of sightingsOf(context, segment)) {
    addLine(lines, layout.sightings, text)
    keep(text.length)
  }
  keepLines(context, lines)
}

/**
 * Appends lines to their files, synced, and promises them.
 * @param isAll whether they are all that the files have lost; else that stays missing until a reindex
 */
export function keepLines({ fs, layout }: BaseContext, lines: Lines, isAll = false): void {
  if (lines.size === 0) return
  const sizes: Record<string, number> = {}
  for (const [path, texts] of lines) {
    const lost = isAll ? 0 : missingOf({ fs, layout }, path)
    sizes[nameInData(layout.folders.data, path)] = appendLines(fs, path, texts) + lost
  }
  for (const folder of new Set([...lines.keys()].map((path) => dirname(path)))) fs.syncPath(folder)
  promise(fs, layout.folders.data, sizes)
}
