import { maybeTextOf, textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Damage, UpkeepOptions } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { closeAside, putAside, setAside } from '../disk/aside.ts'
import { nameInData, promise } from '../disk/mark.ts'
import { readRecords, recordFiles } from '../disk/record-files.ts'
import { sightingText } from '../disk/sightings.ts'
import { rewriteLines } from '../disk/write.ts'
import { writeAnalysisHistory } from '../analysis-history.ts'
import { refuseReadOnly } from '../file-context.ts'
import type { Settler } from '../upkeep/settler.ts'
import type { BaseContext } from '../file-context.ts'
import { missingBytes, RECORDS_LOST } from './promises.ts'
import { rebuild } from './rebuild.ts'
import { restoreRecords } from './restore-records.ts'

/**
 * Makes the catalog anew. What only the old one holds any more is written to its files first; what no
 * longer holds is named and put aside, so that it is named once.
 *
 * @returns what could not be taken
 */
export async function reindex(
  context: BaseContext,
  settler: Settler,
  options: UpkeepOptions,
): Promise<readonly Damage[]> {
  refuseReadOnly(context)
  const { catalog, fs, layout } = context
  let isDamaged = catalog.damage() !== undefined
  const damages: Damage[] = []
  try {
    // What the log still holds comes to its files, and what of it is damaged is put aside.
    await settler.drain(options.signal)
    damages.push(...(await catalog.write(() => settleRecords(context))))
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    isDamaged = true
  }
  if (isDamaged) await catalog.hold(async () => catalog.startAnew())
  damages.push(...(await rebuild(context, options)))
  for (const aside of setAside(fs, layout).filter(({ isOpen }) => isOpen)) {
    damages.push(aside.damage)
    closeAside(fs, aside)
  }
  await catalog.write(() => rewriteSightings(context))
  writeAnalysisHistory(context)
  return damages
}

/** @returns what of the records is lost */
function settleRecords(context: BaseContext): Damage[] {
  const { fs, layout, catalog } = context
  // A catalog that was itself made without them cannot give them back.
  const isLost = catalog.meta(RECORDS_LOST) !== undefined
  const short = missingBytes(context)
  restoreRecords(context)
  const lines = recordFiles(layout, fs).flatMap((path) => cleanFile(context, path, isLost))
  // A tombstone file that is short stays in doubt as long as it is there.
  const settled = short.filter(
    ({ kind, place }) => !(isLost && kind === 'tombstone' && fs.exists(place)),
  )
  promiseAnew(
    context,
    settled.map(({ place }) => place),
  )
  return isLost ? [...short, ...lines] : []
}

/** Takes the lines out of a record file that do not hold, but for lost tombstones. */
function cleanFile(context: BaseContext, path: string, isLost: boolean): Damage[] {
  const { fs, layout } = context
  const damages: Damage[] = []
  for (const { record, bytes, kind, id, number, problem = '' } of readRecords(layout, fs, path)) {
    if (record !== undefined) continue
    const place = `${path}, line ${number}`
    const damage: Damage = { kind, ...(id === undefined ? {} : { id }), place, problem }
    const keptAt =
      kind === 'tombstone' && isLost ? undefined : putAside(context, bytes, damage, false)
    damages.push({ ...damage, ...(keptAt === undefined ? {} : { keptAt }) })
  }
  if (damages.every(({ keptAt }) => keptAt === undefined)) return damages
  promiseAnew(context, [path])
  rewriteLines(fs, path, wholeLines(context, path))
  return damages
}

function* wholeLines({ fs, layout }: BaseContext, path: string): Generator<Uint8Array> {
  for (const { record, bytes } of readRecords(layout, fs, path)) {
    if (record !== undefined) yield bytes
  }
}

/** Nothing is promised of these files until they are written next. */
function promiseAnew({ fs, layout }: BaseContext, paths: readonly string[]): void {
  const { data } = layout.folders
  promise(fs, data, Object.fromEntries(paths.map((path) => [nameInData(data, path), undefined])))
}

/** The sightings as what is listed now: one line a thread. */
function rewriteSightings(context: BaseContext): void {
  const { catalog, fs, layout } = context
  promiseAnew(context, [layout.sightings])
  const size = rewriteLines(fs, layout.sightings, sightingsOf(catalog))
  if (size > 0)
    promise(fs, layout.folders.data, { [nameInData(layout.folders.data, layout.sightings)]: size })
}

function* sightingsOf(catalog: Catalog): Generator<string> {
  const sql = 'SELECT id, as_of, body_hash FROM threads WHERE id > ? ORDER BY id LIMIT ?'
  for (const rows of catalog.pieces(1000, sql)) {
    for (const row of rows) {
      const id = decodeKey(textOf(row, 'id'))
      const hash = textOf(row, 'body_hash')
      const asOf = maybeTextOf(row, 'as_of') ?? ''
      yield sightingText({ id, asOf, ...(hash === '' ? {} : { hash }) })
    }
  }
}
