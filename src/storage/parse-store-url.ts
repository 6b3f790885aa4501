import { isAbsolute, join, resolve } from 'node:path'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { FileFolders, StoreTarget } from './store-target.ts'

/** Schemes that the design names and that this build does not have yet. */
const NOT_YET = new Set(['mongodb', 'mongodb+srv', 's3', 'azblob', 'legacy', 'archive'])

/**
 * A store named by one URL: `file:./folder` (the five folders under it) or `postgres://…`.
 *
 * @param cwd what a relative folder is relative to
 * @throws HitCraftError INVALID_INPUT for no such URL, UNSUPPORTED for a kind that is not built yet
 */
export function parseStoreUrl(url: string, cwd: string): StoreTarget {
  const scheme = /^([a-z][a-z0-9+]*):/i.exec(url)?.[1]?.toLowerCase()
  switch (scheme) {
    case 'file': {
      const folder = decodeURI(url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''))
      if (folder === '') break
      return {
        kind: 'file',
        folders: foldersUnder(isAbsolute(folder) ? folder : resolve(cwd, folder)),
      }
    }
    case 'postgres':
    case 'postgresql':
      return { kind: 'postgres', options: { connectionString: url } }
    case undefined:
      break
    default:
      if (NOT_YET.has(scheme)) {
        throw new HitCraftError('UNSUPPORTED', `${scheme}: stores are not in this version yet`, {
          remedy: 'Use file:./folder or postgres://user@host/database.',
        })
      }
  }
  throw new HitCraftError('INVALID_INPUT', 'that is not the URL of a store', {
    remedy: 'Write file:./folder or postgres://user@host/database.',
  })
}

/** The five folders, by their usual names, under one. */
export function foldersUnder(root: string): FileFolders {
  return {
    uploads: join(root, 'uploads'),
    temp: join(root, 'temp_chunks'),
    results: join(root, 'analysis_results'),
    threads: join(root, 'organized_threads'),
    data: join(root, 'data'),
  }
}
