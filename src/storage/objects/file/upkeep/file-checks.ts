import { join } from 'node:path'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../../../chat-store.ts'
import { failed, indexCheck, passed, warned } from '../../../core/upkeep/checks.ts'
import { intOf } from '../../../core/row-reader.ts'
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
    return [...rights, failed('catalog', 'damaged', remedy)]
  }
  const waiting = catalog.one('SELECT count(*) AS n FROM threads WHERE searchable = 0')
  const unsettled = log.segments().filter((each) => log.size(each) > 0).length
  return [
    ...rights,
    passed('catalog', 'whole'),
    tombstoneCheck(context),
    passed('write log', `kept safe; ${unsettled} parts are still to be sorted into their files`),
    indexCheck(intOf(waiting, 'n')),
  ]
}

function tombstoneCheck(context: FileContext): StoreCheck {
  try {
    refuseInDoubt(context)
    return passed('erased threads', 'all are known, and stay out')
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return failed('erased threads', error.message, error.remedy ?? '')
  }
}

function asideCheck({ fs, layout }: FileContext): StoreCheck {
  const kept = setAside(fs, layout).length
  if (kept === 0) return passed('damaged bytes', 'none')
  const found = `${kept} pieces in ${layout.damaged}, each with a note of what it was`
  return warned('damaged bytes', found, 'Import what is lost again; then delete the files there.')
}

/** Who else may read the chats, by the rights of what lies there. */
function privacyCheck({ fs, layout }: FileContext): StoreCheck {
  const { threads, data } = layout.folders
  const paths = [threads, data, layout.log, layout.records, layout.history, layout.damaged]
  const isOpen = (path: string) => ((fs.mode(path) ?? 0) & 0o077) !== 0
  // What lies in a folder that nobody else may enter is closed by that.
  const open = isOpen(data) ? paths.filter(isOpen) : isOpen(threads) ? [threads] : []
  if (open.length === 0) return passed('privacy', 'its owner alone may read it')
  const found = `other users of this machine may read ${open.join(', ')}`
  return warned('privacy', found, `chmod -R go= ${[...new Set([threads, data])].join(' ')}`)
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
    return passed(`rights in ${name}`, `${folder}: tried, synced in ${took} ms`)
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return failed(`rights in ${name}`, `${error.message} (${error.code})`, error.remedy ?? '')
  }
}
