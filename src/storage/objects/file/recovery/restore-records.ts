import { crc32 } from 'node:zlib'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { ALL_KINDS } from '../../../../domain/records.ts'
import type { RecordKind } from '../../../../domain/records.ts'
import { jsonIfAny } from '../../../../domain/values/json.ts'
import { ifWhole } from '../../../core/damaged.ts'
import { textOf } from '../../../core/row-reader.ts'
import { recordIn } from '../../../core/stored-record.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { FRAME, isFrame } from '../disk/log.ts'
import {
  kindOf,
  readRecords,
  recordFile,
  recordFiles,
  recordOf,
  recordText,
} from '../disk/record-files.ts'
import type { RecordLine } from '../disk/record-files.ts'
import { sightingText } from '../disk/sightings.ts'
import type { BaseContext } from '../file-context.ts'
import { knownSegments } from '../file-context.ts'
import { jsonOf } from './replay.ts'
import { RECORDS_LOST } from './promises.ts'
import { addLine, keepLines } from './segment-lines.ts'
import type { Lines } from './segment-lines.ts'

const AT_ONCE = 1000

/** Records of one kind on disk, by id: a checksum of what counts. */
export type OnDisk = Map<string, number>

/** What the files and the log hold of a kind, or of wanted ids of it; the last line of an id counts. */
export function recordsOnDisk(
  context: BaseContext,
  kind: RecordKind,
  isWanted?: (id: string) => boolean,
): OnDisk {
  const { fs, layout, log } = context
  const found: OnDisk = new Map()
  const take = ({ id, record }: RecordLine) => {
    if (isWanted?.(id) !== false) found.set(id, bodySum(JSON.stringify(record)))
  }
  for (const path of recordFiles(layout, fs).filter((path) => kindOf(layout, path) === kind)) {
    for (const { record } of readRecords(layout, fs, path, isWanted)) {
      if (record?.kind === kind) take(record)
    }
  }
  for (const segment of knownSegments(context)) {
    for (const piece of log.scan(segment)) {
      if (!isFrame(piece) || piece.type !== FRAME.record) continue
      const record = recordOf(jsonOf(piece))
      if (record?.kind === kind) take(record)
    }
  }
  return found
}

export function bodySum(body: string): number {
  return crc32(body)
}

/** The records of a kind that the catalog holds, by id. */
export function* recordsInCatalog(
  catalog: Catalog,
  kind: RecordKind,
): Generator<{ readonly id: string; readonly body: string }> {
  const sql = 'SELECT id, body FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?'
  for (const rows of catalog.pieces(AT_ONCE, sql, kind)) {
    for (const row of rows) yield { id: decodeKey(textOf(row, 'id')), body: textOf(row, 'body') }
  }
}

/**
 * Writes to their files the records, and the ages of threads, that only the catalog holds any more. Where
 * the disk has another record of that id, which holds, the disk is right. The caller is in
 * `catalog.write`.
 */
export function restoreRecords(context: BaseContext): void {
  const { catalog, layout } = context
  const lines: Lines = new Map()
  for (const kind of ALL_KINDS) {
    const found = recordsOnDisk(context, kind)
    // A catalog may be damaged itself: what it still gives is kept.
    ifWhole(() => {
      for (const { id, body } of recordsInCatalog(catalog, kind)) {
        if (found.has(id)) continue
        const record = recordIn(kind, jsonIfAny(body))
        if (record === undefined) continue
        addLine(lines, recordFile(layout, { kind, id, record }), recordText({ kind, id, record }))
      }
    })
  }
  ifWhole(() => {
    for (const row of catalog.all("SELECT id, as_of FROM threads WHERE as_of <> ''")) {
      const id = decodeKey(textOf(row, 'id'))
      addLine(lines, layout.sightings, sightingText({ id, asOf: textOf(row, 'as_of') }))
    }
  })
  // A catalog that was itself made without them has not all of it.
  keepLines(context, lines, catalog.meta(RECORDS_LOST) === undefined)
}
