import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { open } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

interface Member {
  readonly name: string
  readonly read: () => AsyncIterable<Uint8Array>
}

/**
 * The files in a zip, by name; folders and what macOS adds (`__MACOSX`, dot files) are left out.
 * @throws HitCraftError INVALID_INPUT when it is no zip that can be read, or holds no file
 */
export async function openZip(path: string, name: string): Promise<readonly Member[]> {
  const entries = await listEntries(path, name)
  if (entries.length === 0) throw new HitCraftError('INVALID_INPUT', `${name} holds no file`)
  return entries.map((entry) => ({
    name: `${name}/${basename(entry.fileName)}`,
    read: () => readEntry(path, name, entry.fileName),
  }))
}

async function listEntries(path: string, name: string): Promise<Entry[]> {
  const entries: Entry[] = []
  await eachEntry(path, name, (entry) => {
    const hidden =
      basename(entry.fileName).startsWith('.') || entry.fileName.startsWith('__MACOSX/')
    if (!entry.fileName.endsWith('/') && !hidden) entries.push(entry)
    return undefined
  })
  return entries.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))
}

async function* readEntry(path: string, name: string, file: string): AsyncGenerator<Uint8Array> {
  try {
    const found = await eachEntry(path, name, (entry, zip) =>
      entry.fileName === file ? openStream(zip, entry) : undefined,
    )
    if (found !== undefined) yield* found as AsyncIterable<Uint8Array>
  } catch (cause) {
    const message = `${name} is damaged: ${basename(file)} cannot be unpacked to its end`
    throw new HitCraftError('INVALID_INPUT', message, { cause })
  }
}

/** The zip closes when the stream has ended or was given up. */
function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      zip.close()
      if (error) reject(error)
      else resolve(stream)
    })
  })
}

/** Visits the entries until one gives a result. */
function eachEntry<T>(
  path: string,
  name: string,
  visit: (entry: Entry, zip: ZipFile) => Promise<T> | undefined,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      const message = `${name} is no zip that can be read`
      reject(new HitCraftError('INVALID_INPUT', message, { cause }))
    }
    open(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error) {
        fail(error)
        return
      }
      zip.on('error', fail)
      zip.on('end', () => resolve(undefined))
      zip.on('entry', (entry: Entry) => {
        const found = visit(entry, zip)
        if (found === undefined) zip.readEntry()
        else resolve(found)
      })
      zip.readEntry()
    })
  })
}
