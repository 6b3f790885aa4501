import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'
import { readInfo, readManifest } from './bag-tags.ts'
import * as layout from './layout.ts'
import type { Part } from './layout.ts'

/** What the files of a bag say it holds; nothing of the payload has been read. */
export interface Bag {
  readonly folder: string
  /** Hash of each file of the payload by its path; undefined where no manifest is there to tell. */
  readonly hashes: ReadonlyMap<string, string> | undefined
  /** Parts that the manifest or `bag-info.txt` names, in their order; those that are there where both are lost. */
  readonly parts: readonly Part[]
  /** How many records a part holds, by its path, where the bag tells it. */
  readonly records: ReadonlyMap<string, number>
  /** Bytes and files of the payload, where the bag tells them. */
  readonly oxum: string | undefined
}

/**
 * @throws HitCraftError NOT_FOUND where no archive is; UNSUPPORTED for one of a later version, or for a bag that is
 *   none of ours; PERMISSION, UNAVAILABLE
 */
export async function openBag(folder: string): Promise<Bag> {
  const [declared, told, manifest] = await Promise.all(
    [layout.DECLARATION, layout.INFO, layout.MANIFEST].map((path) => textAt(folder, path)),
  )
  if ((declared ?? told ?? manifest) === undefined) throw noArchive(folder)
  const info = readInfo(told ?? '')
  const hashes = manifest === undefined ? undefined : readManifest(manifest)
  const records = new Map(
    info.flatMap(([label, value]): [string, number][] => {
      const [, path, count] = /^(\S+) (\d+)$/.exec(value) ?? []
      return label === 'HitCraft-Part' && path !== undefined ? [[path, Number(count)]] : []
    }),
  )
  const named = new Set([...(hashes?.keys() ?? []), ...records.keys()])
  const paths = named.size > 0 || hashes !== undefined ? [...named] : await payloadOf(folder)
  const parts = paths.sort(layout.comparePaths).flatMap((path) => layout.partOf(path) ?? [])
  refuseOthers(folder, info, parts)
  const oxum = info.find(([label]) => label === 'Payload-Oxum')?.[1]
  return { folder, hashes, parts, records, oxum }
}

/** Paths of all files below `data/`, as they are there. */
export async function payloadOf(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, layout.PAYLOAD), {
    recursive: true,
    withFileTypes: true,
  }).catch(unlessAbsent)
  const files = (entries ?? []).filter((entry) => !entry.isDirectory())
  return files.map(({ parentPath, name }) => {
    const path = join(parentPath, name).slice(folder.length + 1)
    return path.replaceAll('\\', '/')
  })
}

/** The text of a file of the bag; undefined where it is not there. */
export async function textAt(folder: string, path: string): Promise<string | undefined> {
  return await readFile(join(folder, path), 'utf8').catch(unlessAbsent)
}

/** Bytes of a file of the bag; undefined where it is not there. */
export async function sizeAt(folder: string, path: string): Promise<number | undefined> {
  const found = await stat(join(folder, path)).catch(unlessAbsent)
  return found?.isFile() === true ? found.size : undefined
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw fileError(error)
}

function noArchive(folder: string): HitCraftError {
  return new HitCraftError('NOT_FOUND', `there is no archive in ${folder}`, {
    remedy: `One has a file ${layout.DECLARATION}; hitcraft export --to archive:FOLDER makes one.`,
  })
}

/** @throws HitCraftError UNSUPPORTED */
function refuseOthers(
  folder: string,
  info: ReturnType<typeof readInfo>,
  parts: readonly Part[],
): void {
  const version = info.find(([label]) => label === 'HitCraft-Archive')?.[1]
  if (version === undefined && parts.length === 0) {
    throw new HitCraftError('UNSUPPORTED', `${folder} is a bag of something else`, {
      remedy: 'Name a folder that hitcraft export --to archive:FOLDER made.',
    })
  }
  if (version === undefined || Number(version) <= layout.ARCHIVE_VERSION) return
  throw new HitCraftError(
    'UNSUPPORTED',
    `the archive in ${folder} is of version ${version.slice(0, 20)}, and this program knows ${layout.ARCHIVE_VERSION}`,
    { remedy: 'Use the version of HitCraft Chat Analyzer that wrote it, or a later one.' },
  )
}
