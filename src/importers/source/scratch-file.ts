import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from '../../files/file-error.ts'
import { makeFolder } from '../../files/make-folder.ts'

/**
 * A file of ours for bytes that must be read more than once. Its name is taken away as soon as it is
 * open: whatever ends the process, the system frees it, and nothing of a chat stays behind.
 *
 * @throws HitCraftError NO_SPACE, PERMISSION, INVALID_CONFIG, UNAVAILABLE, each naming TEMP_FOLDER
 */
export async function openScratchFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `scratch-${randomBytes(8).toString('hex')}`)
  try {
    makeFolder(folder, 0o700)
    const file = await open(path, 'wx+', 0o600)
    try {
      await rm(path)
    } catch (error) {
      await file.close()
      throw error
    }
    return file
  } catch (error) {
    throw fileError(error, 'TEMP_FOLDER')
  }
}

/** Writes chunks one after another. */
export async function fillScratchFile(
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    try {
      let at = 0
      while (at < chunk.length) at += (await file.write(chunk, at)).bytesWritten
    } catch (error) {
      throw fileError(error, 'TEMP_FOLDER')
    }
  }
}
