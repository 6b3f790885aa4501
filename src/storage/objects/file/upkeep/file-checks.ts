import { join } from 'node:path'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../../../chat-store.ts'
import { setAside } from '../disk/aside.ts'
import type { FileContext } from '../file-context.ts'
import { refuseInDoubt } from '../recovery/promises.ts'

/** What `doctor` asks a store of files: rights by using them, what a sync costs, catalog, log, index. */
export function fileChecks(context: FileContext): StoreCheck[] {
  const { catalog, layout, log } = context
  const rights = [
    folderCheck(context, 'threads', layout.folders.threads),
    folderCheck(context, 'data', layout.folders.data),
    asideCheck(context),
    privacyCheck(context),
  ]
  if (catalog.damage() !== undefined) {
    const remedy = 'Run hitcraft reindex: it is made anew from the threads and records.'
    return [...rights, { name: 'catalog', status: 'failed', found: 'damaged', remedy }]
  }
  const waiting = Number(
    catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')?.['n'],
  )
  return [
    ...rights,
    { name: 'catalog', status: 'ok', found: 'whole' },
    tombstoneCheck(context),
    {
      name: 'write log',
      status: 'ok',
      found: `kept safe; ${log.segments().filter((each) => log.size(each) > 0).length} parts are still to be sorted into their files`,
    },
    {
      name: 'search index',
      status: 'ok',
      found: waiting === 0 ? 'up to date' : `${waiting} threads are still to be added`,
    },
  ]
}

function tombstoneCheck(context: FileContext): StoreCheck {
  const name = 'erased threads'
  try {
    refuseInDoubt(context)
    return { name, status: 'ok', found: 'all are known, and stay out' }
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return { name, status: 'failed', found: error.message, remedy: error.remedy ?? '' }
  }
}

function asideCheck({ fs, layout }: FileContext): StoreCheck {
  const kept = setAside(fs, layout).length
  if (kept === 0) return { name: 'damaged bytes', status: 'ok', found: 'none' }
  return {
    name: 'damaged bytes',
    status: 'warning',
    found: `${kept} pieces in ${layout.damaged}, each with a note of what it was`,
    remedy: 'Import what is lost again; then delete the files there.',
  }
}

/** Who else may read the chats, by the rights of what lies there. */
function privacyCheck({ fs, layout }: FileContext): StoreCheck {
  const { threads, data } = layout.folders
  const paths = [threads, data, layout.log, layout.records, layout.history, layout.damaged]
  const isOpen = (path: string) => ((fs.mode(path) ?? 0) & 0o077) !== 0
  // What lies in a folder that nobody else may enter is closed by that.
  const open = isOpen(data) ? paths.filter(isOpen) : isOpen(threads) ? [threads] : []
  if (open.length === 0)
    return { name: 'privacy', status: 'ok', found: 'its owner alone may read it' }
  return {
    name: 'privacy',
    status: 'warning',
    found: `other users of this machine may read ${open.join(', ')}`,
    remedy: `chmod -R go= ${[...new Set([threads, data])].join(' ')}`,
  }
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
      found: `${folder} can be written; a safe write takes ${took} ms`,
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
