import { textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { ifWhole } from '../../../core/damaged.ts'
import type { Row } from '../../catalog/catalog.ts'
import { decodeBody, encodeBody } from '../../thread-body.ts'
import { putAside } from '../disk/aside.ts'
import { writeWhole } from '../disk/write.ts'
import type { BaseContext } from '../file-context.ts'
import { endSegment } from './end-segment.ts'
import { gapsOf } from './replay.ts'
import { restoreRecords } from './restore-records.ts'
import { addFrame, addThreads, keepLines } from './segment-lines.ts'
import type { Lines } from './segment-lines.ts'

/** Set for a segment whose gaps were met while there was no catalog that knew what had been in them. */
export const LOST = 'log lost'

/**
 * Takes all that can be had out of a segment that is damaged, too short or gone, and ends it: bodies that
 * hold go to their files; records that it holds, and those that only the catalog holds still, to theirs;
 * what does not hold is put aside. A thread that is lost stays listed, as damaged. The caller is in
 * `catalog.write`.
 */
export function salvage(context: BaseContext, segment: number): void {
  const { catalog, layout, log, fs } = context
  const lines: Lines = new Map()
  const gaps = gapsOf(context, segment, (frame) => addFrame(lines, context, frame))
  const isOpen = catalog.meta(`${LOST} ${segment}`) !== undefined
  for (const { offset, end } of gaps) {
    const length = Math.max(0, Math.min(end, log.size(segment)) - offset)
    const bytes = length === 0 ? Buffer.alloc(0) : log.read({ segment, offset, length })
    const place = `${log.path(segment)} from byte ${offset}`
    const problem = length === 0 ? `ends ${end - offset} bytes too early` : 'does not check'
    putAside(context, bytes, { kind: 'store', place, problem }, isOpen)
  }
  saveThreads(context, segment)
  addThreads(lines, context, segment)
  keepLines(context, lines)
  restoreRecords(context)
  endSegment(context, segment)
  catalog.run('DELETE FROM meta WHERE name = ?', `${LOST} ${segment}`)
  fs.syncPath(layout.folders.data)
}

/** Writes the bodies that hold to their files; the rows of the others then name files that are not theirs. */
function saveThreads({ catalog, fs, layout, log }: BaseContext, segment: number): void {
  const rows = catalog.all('SELECT * FROM threads WHERE segment = ?', segment)
  for (const row of rows) {
    const path = layout.threadFile(decodeKey(textOf(row, 'id')))
    const bytes = bodyAt(row, (place) => log.read(place))
    if (bytes !== undefined) writeWhole(fs, path, bytes)
    catalog.run(
      'UPDATE threads SET segment = NULL, offset = NULL, length = NULL, searchable = ? WHERE n = ?',
      bytes === undefined ? 1 : 0,
      row['n'] ?? null,
    )
    catalog.run('INSERT OR IGNORE INTO unsynced VALUES (?, ?)', segment, row['id'] ?? null)
  }
}

function bodyAt(
  row: Row,
  read: (place: { segment: number; offset: number; length: number }) => Buffer,
): Buffer | undefined {
  const { segment, offset, length } = row
  return ifWhole(() => {
    const bytes = read({
      segment: Number(segment),
      offset: Number(offset),
      length: Number(length),
    })
    const { thread, hash } = decodeBody(bytes, 'the log')
    return hash === row['body_hash'] ? encodeBody(thread, hash) : undefined
  })
}
