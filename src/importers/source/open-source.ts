import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ByteSource } from '../importer.ts'
import { fromUtf16, utf16Of } from './utf16.ts'
import { openZip } from './zip.ts'

const CHUNK = 256 * 1024

/**
 * The logs in a file: itself, what a `.gz` or `.zst` holds, or each member of a `.zip`, told by the
 * first bytes. UTF-16 with a byte order mark is turned into UTF-8 on the way.
 *
 * @throws HitCraftError NOT_FOUND, PERMISSION, INVALID_INPUT (an empty file, an unreadable zip)
 */
export async function openSources(path: string, name: string): Promise<readonly ByteSource[]> {
  const head = await readHead(path)
  if (head.length === 0) throw new HitCraftError('INVALID_INPUT', `${name} is empty`)
  const containers = startsWith(head, 'PK\u0003\u0004')
    ? await openZip(path, name)
    : [{ name, read: unpacked(path, head) }]
  return Promise.all(
    containers.map(async ({ name: member, read }) => {
      const source = skippable(member, read)
      const encoding = utf16Of(await firstBytes(source, 4))
      return encoding === undefined
        ? source
        : skippable(member, () => fromUtf16(source.read(), encoding))
    }),
  )
}

function unpacked(path: string, head: Buffer): () => AsyncIterable<Uint8Array> {
  const file = () => createReadStream(path, { highWaterMark: CHUNK })
  if (head[0] === 0x1f && head[1] === 0x8b)
    return () => through(file(), createGunzip({ chunkSize: CHUNK }))
  if (head.readUInt32LE(0) === 0xfd2fb528) {
    return () => through(file(), createZstdDecompress({ chunkSize: CHUNK }))
  }
  return file
}

/** Errors of the file reach the reader, and ending early closes the file. */
function through(
  file: Readable,
  decoder: NodeJS.ReadWriteStream & Readable,
): AsyncIterable<Uint8Array> {
  file.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => file.destroy())
  return file.pipe(decoder)
}

/** A source that can begin anywhere by leaving out what is before. */
function skippable(name: string, read: () => AsyncIterable<Uint8Array>): ByteSource {
  return {
    name,
    async *read(from = 0) {
      let skip = from
      try {
        for await (const chunk of read()) {
          if (skip >= chunk.length) skip -= chunk.length
          else {
            yield skip === 0 ? chunk : chunk.subarray(skip)
            skip = 0
          }
        }
      } catch (error) {
        throw readError(error, name)
      }
    },
  }
}

async function firstBytes(source: ByteSource, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let got = 0
  for await (const chunk of source.read()) {
    chunks.push(chunk)
    got += chunk.length
    if (got >= length) break
  }
  return Buffer.concat(chunks).subarray(0, length)
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
      return bytesRead === 0 ? Buffer.alloc(0) : buffer
    } finally {
      await file.close()
    }
  } catch (error) {
    throw readError(error, path)
  }
}

function startsWith(head: Buffer, text: string): boolean {
  return head.toString('latin1', 0, text.length) === text
}

/** What went wrong while reading, as an error that says what to do. */
export function readError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof HitCraftError || !('code' in error))
    return error
  switch (error.code) {
    case 'ENOENT':
      return new HitCraftError('NOT_FOUND', `there is no file ${name}`, { cause: error })
    case 'EISDIR':
      return new HitCraftError('INVALID_INPUT', `${name} is a folder, not a file`, { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new HitCraftError('PERMISSION', `${name} may not be read`, { cause: error })
    default:
      return /^(Z_|ZSTD_|ERR_ZLIB|ERR__ZSTD)/.test(String(error.code))
        ? new HitCraftError(
            'INVALID_INPUT',
            `${name} is damaged: it cannot be unpacked to its end`,
            {
              cause: error,
            },
          )
        : error
  }
}
