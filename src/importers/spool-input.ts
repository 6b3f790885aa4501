import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { InputFile } from './import-options.ts'
import { fillScratchFile, openScratchFile } from './source/scratch-file.ts'

/** How versions before this one named the copies that they left behind. */
const LEFT_BEHIND = /^input-[0-9a-f]{16}$/
const DAY = 24 * 60 * 60 * 1000

/**
 * Puts a stream into a file without a name, since a log is read twice: once for its newest time, once
 * for its threads. `importFile` closes it; nothing of it stays on the disk, whatever ends the process.
 *
 * @throws HitCraftError NO_SPACE, PERMISSION, INTERRUPTED when the signal came, whatever came before it
 */
export async function spoolInput(
  stream: Readable,
  name: string,
  tempFolder: string,
  signal?: AbortSignal,
): Promise<InputFile> {
  const handle = await openScratchFile(tempFolder)
  // Without an error, which nobody may be listening for yet.
  const stop = () => void stream.destroy()
  signal?.addEventListener('abort', stop)
  try {
    signal?.throwIfAborted()
    await removeLeftBehind(tempFolder)
    await fillScratchFile(handle, stream as AsyncIterable<Uint8Array>, signal)
    signal?.throwIfAborted()
    return { path: name, name, handle }
  } catch (error) {
    await handle.close()
    // What a stopped stream says of itself is not why it stopped.
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Removes copies of earlier versions once no import can be reading them any more. */
async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!LEFT_BEHIND.test(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > DAY) await rm(path, { force: true })
  }
}
