import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import type { InputFile } from './import-options.ts'

/**
 * Puts a stream into a file, since a log is read twice: once for its newest time, once for its threads.
 * The caller removes the file.
 */
export async function spoolInput(
  stream: Readable,
  name: string,
  tempFolder: string,
): Promise<InputFile> {
  await mkdir(tempFolder, { recursive: true })
  const path = join(tempFolder, `input-${randomBytes(8).toString('hex')}`)
  await pipeline(stream, createWriteStream(path))
  return { path, name }
}
