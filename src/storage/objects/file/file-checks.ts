import { join } from 'node:path'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../../chat-store.ts'
import type { FileContext } from './file-context.ts'

/** What `doctor` asks a store of files: rights by using them, what a sync costs, catalog, log, index. */
export function fileChecks(context: FileContext): StoreCheck[] {
  const { catalog, layout, log } = context
  const damage = catalog.one('PRAGMA quick_check')?.['quick_check']
  const waiting = Number(
    catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')?.['n'],
  )
  return [
    folderCheck(context, 'threads', layout.folders.threads),
    folderCheck(context, 'data', layout.folders.data),
    {
      name: 'catalog',
      status: damage === 'ok' ? 'ok' : 'failed',
      found: damage === 'ok' ? 'whole' : 'damaged',
      ...(damage === 'ok' ? {} : { remedy: 'Run hitcraft reindex.' }),
    },
    { name: 'log', status: 'ok', found: `${log.segments().length} segments to settle` },
    { name: 'search index', status: 'ok', found: `${waiting} threads behind` },
  ]
}

/** Writes, syncs, renames and deletes a file in the folder. */
function folderCheck({ fs }: FileContext, name: string, folder: string): StoreCheck {
  const probe = join(folder, `.doctor-${process.pid}`)
  const start = performance.now()
  try {
    fs.write(`${probe}.part`, 'probe')
    fs.syncPath(`${probe}.part`)
    fs.rename(`${probe}.part`, probe)
    fs.remove(probe)
    const took = (performance.now() - start).toFixed(1)
    return {
      name: `rights in ${name}`,
      status: 'ok',
      found: `${folder}: tried, synced in ${took} ms`,
    }
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return {
      name: `rights in ${name}`,
      status: 'failed',
      found: `${error.message} (${error.code})`,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    }
  }
}
