import { join } from 'node:path'
import type { Damage, UpkeepOptions } from '../../../chat-store.ts'
import { REBUILT_TABLES } from '../../catalog/catalog-schema.ts'
import { CatalogWriter } from '../../catalog/catalog-writer.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import { threadRow } from '../../catalog/thread-row.ts'
import { readRecords, recordFiles } from '../disk/record-files.ts'
import { readSightings } from '../disk/sightings.ts'
import { knownSegments, setLogEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { threadFiles } from '../thread-files.ts'
import { bootId } from '../upkeep/boot.ts'
import { listDamaged } from './damaged-rows.ts'
import { Pace } from '../../../core/upkeep/pace.ts'
import { forgetBuried } from './forget-buried.ts'
import { forgetThreads, gapsOf, replay } from './replay.ts'
import { LOST } from './salvage.ts'
import { missingBytes, rememberLosses } from './promises.ts'

/**
 * Fills the catalog anew from thread files, record files, sightings and the log, in one transaction: until
 * it is through, and if it is interrupted, the old one stands. What is damaged or gone stays listed, by
 * what the old catalog knew of it or by what its file still tells.
 *
 * @returns what it could not take
 */
export async function rebuild(
  given: BaseContext,
  options: UpkeepOptions = {},
): Promise<readonly Damage[]> {
  const beside = given.isReadOnly ? given.catalog : given.catalog.beside()
  const context: BaseContext = {
    ...given,
    catalog: beside,
    writer: new CatalogWriter(beside),
  }
  try {
    return await given.catalog.hold(() =>
      beside.writeLong(() => fill(context, given, new Pace(options))),
    )
  } finally {
    if (beside !== given.catalog) await beside.close()
  }
}

async function fill(context: BaseContext, old: BaseContext, pace: Pace): Promise<Damage[]> {
  const { catalog, fs, layout, writer } = context
  for (const table of REBUILT_TABLES) catalog.run(`DELETE FROM ${table}`)
  const damages: Damage[] = []
  damages.push(...(await takeRecords(context, pace)))
  const damaged = await takeThreads(context, pace)
  for (const { seen } of readSightings(fs, layout.sightings)) {
    await pace.rest()
    if (seen !== undefined) writer.sighting(seen.id, seen.asOf)
  }
  damages.push(...takeLog(context))
  forgetBuried(context)
  damages.push(...listDamaged(context, catalog === old.catalog ? undefined : old.catalog, damaged))
  catalog.setMeta('boot', bootId())
  return damages
}

/** @returns the names of files that do not hold */
async function takeThreads(context: BaseContext, pace: Pace): Promise<Set<string>> {
  const { writer } = context
  const erased = new TombstoneIndex(context.catalog)
  const damaged = new Set<string>()
  const files = threadFiles(context)
  pace.total = files.length
  for (const { name, read } of files) {
    await pace.step()
    const { bytes, body } = read()
    if (bytes === undefined) continue
    if (body === undefined) damaged.add(name)
    // What an unfinished erasure left behind goes now, and what somebody put back.
    else if (erased.holds(body.thread)) {
      forgetThreads(context, [body.thread.id])
      if (!body.isInPlace && !context.isReadOnly) removeCopy(context, name)
    } else if (body.isInPlace) writer.thread(threadRow(body.thread, body.hash), undefined)
  }
  pace.end()
  return damaged
}

/** Removes a copy of an erased thread under a name of its own, and the text beside it. */
function removeCopy({ fs, layout }: BaseContext, name: string): void {
  const path = join(layout.folders.threads, name)
  for (const each of [path, path.replace(/json$/, 'txt')]) fs.remove(each)
}

async function takeRecords(context: BaseContext, pace: Pace): Promise<Damage[]> {
  const { fs, layout, writer, catalog } = context
  const damages: Damage[] = missingBytes(context)
  for (const path of recordFiles(layout, fs)) {
    for (const { record, kind, id, number, problem = '', isTorn } of readRecords(
      layout,
      fs,
      path,
    )) {
      await pace.rest()
      if (record !== undefined) writer.record(record.kind, record.record)
      else if (isTorn !== true) {
        const place = `${path}, line ${number}`
        damages.push({ kind, ...(id === undefined ? {} : { id }), place, problem })
      }
    }
  }
  rememberLosses(catalog, damages)
  return damages
}

function takeLog(context: BaseContext): Damage[] {
  const { catalog, log } = context
  const damages: Damage[] = []
  setLogEnd(catalog, 1, 0)
  for (const segment of knownSegments(context)) {
    if (!log.exists(segment)) continue
    const gaps = gapsOf(context, segment)
    const end = replay(context, segment, 0)
    setLogEnd(catalog, segment, Math.max(end, log.acknowledged(segment)))
    for (const { offset } of gaps) {
      catalog.setMeta(`${LOST} ${segment}`, '1')
      const place = `${log.path(segment)} from byte ${offset}`
      damages.push({ kind: 'store', place, problem: 'does not check; what it held is lost' })
    }
  }
  return damages
}
