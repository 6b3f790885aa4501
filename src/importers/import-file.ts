import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ImportRecord } from '../domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { detectFormat } from './detect.ts'
import type { ImportFileOptions, InputFile } from './import-options.ts'
import type { ByteSource, FormatName, Importer } from './importer.ts'
import { ImportWork } from './import-work.ts'
import { IMPORTERS } from './registry.ts'
import { openSources, readError } from './source/open-source.ts'

/**
 * Imports a file, or each log of a zip. What was read is stored batch by batch; an interruption keeps
 * it, and importing the same bytes again goes on behind it.
 *
 * @returns one record a log; its status is `done`, or `interrupted` when the signal came
 * @throws HitCraftError NOT_FOUND, PERMISSION, INVALID_INPUT, UNKNOWN_FORMAT for the file; anything of
 *   the store. The record is then stored as `failed`.
 */
export async function importFile(
  store: ChatStore,
  input: InputFile,
  options: ImportFileOptions,
): Promise<readonly ImportRecord[]> {
  const record = options.record ?? newImport(input.name, await sizeOf(input))
  try {
    const sources = await openSources(input.path, input.name)
    const fileHash = await hashOf(input, options.signal)
    const done: ImportRecord[] = []
    for (const [index, source] of sources.entries()) {
      const named = sources.length === 1 ? record : { ...newImport(source.name, record.bytes) }
      const hash = sources.length === 1 ? fileHash : `${fileHash}#${index}`
      const packed = source.name !== input.name || (await isPacked(source, record.bytes))
      const importer = await importerOf(source, options.format)
      const work = new ImportWork(store, source, importer, options, {
        ...(index === 0 ? { ...named, id: record.id } : named),
        fileHash: hash,
        format: importer.format,
      })
      done.push(await work.run(packed ? undefined : record.bytes))
    }
    return done
  } catch (error) {
    if (isHitCraftError(error, 'UNAVAILABLE')) throw error
    await store.putRecords('import', [failed(record, error)])
    throw error
  }
}

/** The record of an import that has not begun. */
export function newImport(file: string, bytes: number): ImportRecord {
  const startedAt = new Date().toISOString()
  return {
    id: `${startedAt}-${randomBytes(4).toString('hex')}`,
    file,
    status: 'queued',
    startedAt,
    bytes,
    bytesRead: 0,
    messages: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    erased: 0,
    rejected: 0,
    notes: [],
  }
}

function failed(record: ImportRecord, error: unknown): ImportRecord {
  const { code, message } =
    error instanceof HitCraftError
      ? error
      : { code: 'INTERNAL', message: 'the import broke; see the log of the program' }
  return {
    ...record,
    status: 'failed',
    finishedAt: new Date().toISOString(),
    error: { code, message },
  }
}

async function importerOf(source: ByteSource, format: FormatName | undefined): Promise<Importer> {
  return format === undefined ? detectFormat(source) : IMPORTERS[format]()
}

async function sizeOf({ path, name }: InputFile): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw readError(error, name)
  }
}

async function hashOf({ path, name }: InputFile, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      signal?.throwIfAborted()
      hash.update(chunk as Buffer)
    }
  } catch (error) {
    throw readError(error, name)
  }
  return hash.digest('hex')
}

/** Whether the content is longer than the file: the first bytes of a packed file are not its content. */
async function isPacked(source: ByteSource, bytes: number): Promise<boolean> {
  for await (const chunk of source.read(bytes)) return chunk.length > 0
  return false
}
