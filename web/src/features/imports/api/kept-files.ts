/**
 * Files that were chosen and are not whole on the server yet, kept by the browser under the id of their
 * upload: a reload, or a tab that was closed, goes on with them by itself.
 */

const DATABASE = 'hitcraft-uploads'
const FILES = 'files'

/** Keeps a file. One that the browser has no room for is only as durable as the tab. */
export async function keepFile(id: string, file: File): Promise<void> {
  await inStore('readwrite', (files) => files.put(file, id)).catch(unlessRefused)
}

export async function forgetFile(id: string): Promise<void> {
  await inStore('readwrite', (files) => files.delete(id)).catch(unlessRefused)
}

export async function keptFileIds(): Promise<string[]> {
  const keys = await inStore('readonly', (files) => files.getAllKeys()).catch(unlessRefused)
  return (keys ?? []).map(String)
}

export async function keptFile(id: string): Promise<File | undefined> {
  const found: unknown = await inStore('readonly', (files) => files.get(id)).catch(unlessRefused)
  return found instanceof File ? found : undefined
}

async function inStore<T>(
  mode: IDBTransactionMode,
  use: (files: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(FILES))
  const database = await resultOf(opening)
  try {
    return await resultOf(use(database.transaction(FILES, mode).objectStore(FILES)))
  } finally {
    database.close()
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')))
  })
}

/** A browser may have no room, or keep nothing in a private window; then the tab has to stay. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof DOMException)) throw error
}
