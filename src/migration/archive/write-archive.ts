import { randomBytes } from 'node:crypto'
import { lstat, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { syncFolder, writeSynced } from '../../files/durable.ts'
import { fileError } from '../../files/file-error.ts'
import { makeFolder } from '../../files/make-folder.ts'
import type { Damage } from '../../storage/chat-store.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import { openArchive } from './archive-source.ts'
import { infoText, manifestText } from './bag-tags.ts'
import type { InfoElement } from './bag-tags.ts'
import * as layout from './layout.ts'
import { PartWriter } from './part-writer.ts'
import type { WrittenPart } from './part-writer.ts'

const PART_BYTES = 64 * 1024 * 1024

export interface WriteArchiveOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
  /** Bytes of a part; a longer record has one of its own. Default 64 MiB. */
  readonly partBytes?: number
}

export interface WrittenArchive {
  readonly folder: string
  /** By kind (plural names). */
  readonly records: Readonly<Record<string, number>>
  /** Of the parts. */
  readonly bytes: number
  /** SHA-256 of `tagmanifest-sha256.txt`, which stands for every byte of the archive. */
  readonly seal: string
  /** What of the source does not hold, and so is not in it. */
  readonly damaged: readonly Damage[]
}

/**
 * Writes every record of a source into a folder that is not there yet, as `layout.ts` says. It is written beside
 * its place, synced, read back whole and only then put there, so that an archive that is there is a whole one.
 *
 * Tombstones are read last: what was erased while the archive was written is in it, and a restore erases it.
 *
 * @throws HitCraftError INVALID_CONFIG where something stands in its place; PERMISSION, NO_SPACE; INTERRUPTED; CORRUPT
 * where the disk does not give back what was written
 */
export async function writeArchive(
  from: RecordSource,
  folder: string,
  options: WriteArchiveOptions = {},
): Promise<WrittenArchive> {
  await refuseTaken(folder)
  const beside = `${folder}.${randomBytes(4).toString('hex')}.part`
  try {
    makeFolder(join(beside, layout.PAYLOAD), 0o700)
    const archive = await fill(from, beside, options)
    await proveWhole(beside, options)
    await syncFolder(join(beside, layout.PAYLOAD))
    await syncFolder(beside)
    await rename(beside, folder).catch((error: unknown) => {
      throw isTaken(error) ? taken(folder) : error
    })
    await syncFolder(dirname(folder))
    return { folder, ...archive }
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw fileError(error, `archive:${folder}`)
  }
}

async function fill(
  from: RecordSource,
  folder: string,
  options: WriteArchiveOptions,
): Promise<Omit<WrittenArchive, 'folder'>> {
  const records: Record<string, number> = {}
  const damaged: Damage[] = []
  const parts: WrittenPart[] = []
  const progress = await progressOf(from, options)
  for (const kind of [...MOVED_KINDS.filter((one) => one !== 'tombstone'), 'tombstone'] as const) {
    const written = await writeKind(
      from,
      kind,
      folder,
      options,
      (damage) => damaged.push(damage),
      progress,
    )
    parts.push(...written)
    records[pluralOf(kind)] = written.reduce((sum, part) => sum + part.records, 0)
  }
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const tags = new Map([
    [layout.DECLARATION, layout.DECLARED],
    [layout.INFO, infoText(infoOf(from, parts, bytes, damaged.length))],
    [layout.MANIFEST, manifestText(new Map(parts.map(({ path, hash }) => [path, hash])))],
  ])
  const tagManifest = manifestText(new Map([...tags].map(([path, text]) => [path, sha256(text)])))
  tags.delete(layout.DECLARATION)
  for (const [path, text] of tags) await writeSynced(join(folder, path), text, 'wx')
  await writeSynced(join(folder, layout.TAG_MANIFEST), tagManifest, 'wx')
  await writeSynced(join(folder, layout.DECLARATION), layout.DECLARED, 'wx')
  return { records, bytes, seal: sha256(tagManifest), damaged }
}

async function writeKind(
  from: RecordSource,
  kind: MovedKind,
  folder: string,
  { signal, partBytes = PART_BYTES }: WriteArchiveOptions,
  onDamage: (damage: Damage) => void,
  progress: (records: number) => void,
): Promise<readonly WrittenPart[]> {
  const writer = new PartWriter(folder, kind, partBytes)
  try {
    for await (const page of from.walk(kind, signal === undefined ? {} : { signal })) {
      signal?.throwIfAborted()
      for (const record of page) if (!isWhole(record)) onDamage(record.damage)
      await writer.add(page.filter(isWhole))
      progress(page.length)
    }
    await writer.end()
  } finally {
    await writer.close()
  }
  return writer.written
}

function infoOf(
  from: RecordSource,
  parts: readonly WrittenPart[],
  bytes: number,
  leftOut: number,
): InfoElement[] {
  return [
    ['Bagging-Date', new Date().toISOString().slice(0, 10)],
    ['Payload-Oxum', `${bytes}.${parts.length}`],
    ['HitCraft-Archive', String(layout.ARCHIVE_VERSION)],
    ['HitCraft-Source', visibleLine(`${from.kind} ${from.location}`)],
    ['HitCraft-Left-Out', String(leftOut)],
    ...parts.map(({ path, records }): InfoElement => ['HitCraft-Part', `${path} ${records}`]),
  ]
}

async function progressOf(
  from: RecordSource,
  { onProgress }: WriteArchiveOptions,
): Promise<(records: number) => void> {
  if (onProgress === undefined) return () => undefined
  let total = 0
  for (const kind of MOVED_KINDS) total += await from.count(kind)
  let done = 0
  return (records) => onProgress((done += records), total)
}

/** @throws HitCraftError CORRUPT */
async function proveWhole(folder: string, { signal }: WriteArchiveOptions): Promise<void> {
  const written = await openArchive(folder)
  for await (const { place, problem } of written.examine(signal === undefined ? {} : { signal })) {
    throw new HitCraftError('CORRUPT', `${place} was written, and read back it ${problem}`, {
      remedy: 'Look at the disk, or name another place.',
    })
  }
}

/** @throws HitCraftError INVALID_CONFIG */
async function refuseTaken(folder: string): Promise<void> {
  const there = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw fileError(error, `archive:${folder}`)
  })
  if (there === undefined) return
  if (!there.isDirectory() || (await readdir(folder)).length > 0) throw taken(folder)
}

function taken(folder: string): HitCraftError {
  return new HitCraftError(
    'INVALID_CONFIG',
    `${folder} is there already, and nothing is written over it`,
    {
      remedy: 'Name a folder that is not there yet.',
    },
  )
}

/** What `rename` says of a folder that somebody made or filled meanwhile. */
function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)
}
