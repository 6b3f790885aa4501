import { isAbsolute, resolve } from 'node:path'
import type { Backend } from '../../backends/backend.ts'
import { foldersUnder } from '../../backends/folders.ts'
import type { FileFolders } from '../../backends/folders.ts'
import { decoded } from '../../backends/url-parts.ts'

/** The folders are settings of every installation, as uploads and reports lie in them too. */
export const file: Backend<{ readonly kind: 'file'; readonly folders: FileFolders }> = {
  kind: 'file',
  settings: {},
  chosen: (_, folders) => ({ kind: 'file', folders }),
  url: {
    schemes: ['file'],
    form: 'file:./folder',
    parse(url, cwd) {
      const folder = decoded(url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''), decodeURI)
      if (folder === '') return undefined
      const root = isAbsolute(folder) ? folder : resolve(cwd, folder)
      return { kind: 'file', folders: foldersUnder(root) }
    },
  },
  open: async ({ folders }) => (await import('./file-chat-store.ts')).openFileStore(folders),
  folders: ({ folders: { data, threads } }) => [
    { name: 'data', setting: 'DATA_FOLDER', path: data },
    { name: 'threads', setting: 'THREADS_FOLDER', path: threads },
  ],
}
