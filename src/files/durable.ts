import { open } from 'node:fs/promises'

/** Writes a file that its owner alone reads. Its content is durable when it resolves, its name with {@link syncFolder}. */
export async function writeSynced(path: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the names in a folder last: a rename is only as durable as its folder. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; there the names last with the files.
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
