import { speaksOfThreads } from '../../../../domain/records.ts'
import { withoutThreads } from '../../../core/plan-erasing.ts'
import { kinded } from '../../../core/record-row.ts'
import { nameInData, promise } from '../disk/mark.ts'
import { kindOf, readRecords, recordFiles } from '../disk/record-files.ts'
import type { ReadRecord } from '../disk/record-files.ts'
import { readSightings } from '../disk/sightings.ts'
import { rewriteLines } from '../disk/write.ts'
import type { BaseContext } from '../file-context.ts'
import { missingOf } from '../recovery/promises.ts'
import { restoreRecords } from '../recovery/restore-records.ts'

/**
 * Takes all lines about threads out of the record files and the sightings, with the lines that others have
 * replaced, as these may hold words of them, and those that do not hold and may be about them: what only
 * the last held is written from the catalog before.
 */
export function scrubLines(context: BaseContext, erased: ReadonlySet<string>): void {
  const { fs, layout } = context
  const paths = recordFiles(layout, fs)
  const isDamaged = (path: string) =>
    speaksOfThreads(kindOf(layout, path)) &&
    readRecords(layout, fs, path).some(({ record }) => record === undefined)
  if (paths.some(isDamaged)) restoreRecords(context)
  for (const path of paths) {
    const kept = keptLines(context, path, erased).reduce((count) => count + 1, 0)
    if (kept < countLines(context, path)) rewrite(context, path, keptLines(context, path, erased))
  }
  if (fs.exists(layout.sightings)) {
    rewrite(context, layout.sightings, keptSightings(context, erased))
  }
}

function countLines({ fs, layout }: BaseContext, path: string): number {
  return readRecords(layout, fs, path).reduce((count) => count + 1, 0)
}

function isOver({ record, kind }: ReadRecord, erased: ReadonlySet<string>): boolean {
  if (record === undefined) return speaksOfThreads(kind)
  return withoutThreads(kinded(record.kind, record.record), erased) === undefined
}

/** Of each id the last line, in the order of the last writing. */
function* keptLines(
  { fs, layout }: BaseContext,
  path: string,
  erased: ReadonlySet<string>,
): Generator<Uint8Array> {
  const last = new Map<string, number>()
  let index = 0
  for (const line of readRecords(layout, fs, path)) {
    if (line.record !== undefined) last.set(line.record.id, index)
    index++
  }
  index = 0
  for (const line of readRecords(layout, fs, path)) {
    const isLast = line.record === undefined || last.get(line.record.id) === index
    if (isLast && !isOver(line, erased)) yield line.bytes
    index++
  }
}

function* keptSightings(
  { fs, layout }: BaseContext,
  erased: ReadonlySet<string>,
): Generator<Uint8Array> {
  for (const { seen, bytes } of readSightings(fs, layout.sightings)) {
    if (seen !== undefined && !erased.has(seen.id)) yield bytes
  }
}

function rewrite(context: BaseContext, path: string, lines: Iterable<Uint8Array>): void {
  const { fs, layout } = context
  const { data } = layout.folders
  const name = nameInData(data, path)
  // What it has lost before stays missing.
  const lost = missingOf(context, path)
  // Nothing is promised of it in between, so that a power cut leaves no promise that does not hold.
  promise(fs, data, { [name]: undefined })
  const size = rewriteLines(fs, path, lines) + lost
  if (size > 0) promise(fs, data, { [name]: size })
}
