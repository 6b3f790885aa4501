import { dirname } from 'node:path'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { sumState, withSum } from '../../summed.ts'
import { FRAME, isFrame } from '../disk/log.ts'
import { nameInData, promise } from '../disk/mark.ts'
import { recordFile, recordOf, recordText } from '../disk/record-files.ts'
import { sightingText } from '../disk/sightings.ts'
import { appendLines } from '../disk/write.ts'
import type { BaseContext } from '../file-context.ts'
import { missingOf } from './promises.ts'
import { jsonOf } from './replay.ts'

/** Lines to be appended, by their file. */
export type Lines = Map<string, string[]>

export function addLine(lines: Lines, path: string, text: string): void {
  const known = lines.get(path)
  if (known === undefined) lines.set(path, [text])
  else known.push(text)
}

/** The records and sightings of a segment as lines of their files, and its threads as sightings. */
export function linesOf(
  { catalog, layout, log }: BaseContext,
  segment: number,
  end: number,
): Lines {
  const lines: Lines = new Map()
  for (const piece of log.scan(segment)) {
    if (!isFrame(piece)) continue
    if (piece.end > end) break
    if (piece.type !== FRAME.record && piece.type !== FRAME.sighting) continue
    const text = piece.payload.toString('utf8')
    const record = piece.type === FRAME.record ? recordOf(jsonOf(piece)) : undefined
    const path = record === undefined ? layout.sightings : recordFile(layout, record)
    // Frames of earlier versions have no checksum of their own.
    const isSummed = sumState(piece.payload) === 'holds'
    addLine(
      lines,
      path,
      isSummed ? text : record === undefined ? withSum(text) : recordText(record),
    )
  }
  const rows = catalog.all(
    `SELECT t.id, t.as_of, t.body_hash FROM unsynced u JOIN threads t ON t.id = u.id
     WHERE u.segment = ?`,
    segment,
  )
  for (const row of rows) {
    const id = decodeKey(String(row['id']))
    const asOf = String(row['as_of'] ?? '')
    addLine(lines, layout.sightings, sightingText({ id, asOf, hash: String(row['body_hash']) }))
  }
  return lines
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
