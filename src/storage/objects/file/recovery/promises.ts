import { join } from 'node:path'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Damage } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { sizeOf } from '../disk/file-system.ts'
import { nameInData, readMark } from '../disk/mark.ts'
import { kindOf } from '../disk/record-files.ts'
import type { BaseContext } from '../file-context.ts'

/** Files that are shorter than they were when they were last synced, or gone. */
export function missingBytes({ fs, layout }: Pick<BaseContext, 'fs' | 'layout'>): Damage[] {
  const { data } = layout.folders
  const promised = Object.entries(readMark(fs, data)?.files ?? {})
  return promised.flatMap(([name, bytes]): Damage[] => {
    const path = join(data, name)
    if (!fs.exists(path)) return [lost(layout, path, 'is missing')]
    const short = bytes - sizeOf(fs, path)
    return short > 0 ? [lost(layout, path, `ends ${short} bytes too early`)] : []
  })
}

/** How many bytes of a file are missing of what was last synced. */
export function missingOf(
  { fs, layout }: Pick<BaseContext, 'fs' | 'layout'>,
  path: string,
): number {
  const { data } = layout.folders
  const promised = readMark(fs, data)?.files[nameInData(data, path)] ?? 0
  return Math.max(0, promised - (fs.exists(path) ? sizeOf(fs, path) : 0))
}

function lost(layout: BaseContext['layout'], path: string, problem: string): Damage {
  return { kind: path === layout.sightings ? 'store' : kindOf(layout, path), place: path, problem }
}

/** Set while tombstones are lost that nothing can give back. */
const DOUBT = 'tombstones lost'

/** Set by a rebuild that met records which nothing can give back any more. */
export const RECORDS_LOST = 'records lost'

/** Remembers what a rebuild could not take, and whether what was erased can still be told. */
export function rememberLosses(catalog: Catalog, damages: readonly Damage[]): void {
  const lost = damages.filter(({ kind }) => kind === 'tombstone').length
  if (lost > 0) catalog.setMeta(DOUBT, String(lost))
  if (damages.length > 0) catalog.setMeta(RECORDS_LOST, String(damages.length))
}

/**
 * Refuses to store threads while it cannot be told which were erased: they would be back for good.
 * @throws HitCraftError CORRUPT
 */
export function refuseInDoubt({ catalog, layout }: BaseContext): void {
  if (catalog.meta(DOUBT) === undefined) return
  const path = join(layout.records, 'tombstone.jsonl')
  throw new HitCraftError(
    'CORRUPT',
    `${path} has lost tombstones: what was erased would come back`,
    {
      remedy:
        'Restore that file from a backup and run hitcraft reindex. Only if there is none, and what was ' +
        'erased may come back: move the file away, then run hitcraft reindex.',
    },
  )
}
