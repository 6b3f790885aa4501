import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileError } from '../../files/file-error.ts'
import { wrongUsage } from '../flags.ts'

/** A file to import. */
export interface NamedFile {
  /** As it is told: as it was given, or with the folder that was given before it. */
  readonly shown: string
  /** `-` for standard input. */
  readonly path: string
  /** What its record is called. */
  readonly name: string
  /** Set where a folder was named: what is no log there is passed over. */
  readonly ofFolder?: true
}

/** What is no log, and why. */
export interface PassedOver {
  readonly file: string
  readonly what: string
}

/** What stands behind the names that were given. */
export interface FoundFiles {
  readonly files: readonly NamedFile[]
  readonly passedOver: readonly PassedOver[]
  /** Folders in which nothing lies, as they were given. */
  readonly empty: readonly string[]
}

/** The name by which standard input is given. */
const STANDARD_INPUT = '-'
/** Where threads lie in the folder of a store, and of the older app. */
const STORE_SIGN = 'organized_threads'

/**
 * The files that are named, and each file in a folder that is named, by their names in order, folders within among them.
 * Left out there: what begins with a dot, empty files, links to folders, and folders of stores.
 *
 * @param own folders of this installation: never read as logs
 * @throws HitCraftError INVALID_CONFIG for a folder that holds a store, PERMISSION
 */
export async function filesOf(
  given: readonly string[],
  cwd: string,
  own: ReadonlySet<string>,
): Promise<FoundFiles> {
  const files: NamedFile[] = []
  const empty: string[] = []
  const passedOver: PassedOver[] = []
  for (const shown of given) {
    const path = shown === STANDARD_INPUT ? shown : resolve(cwd, shown)
    if (shown === STANDARD_INPUT || !(await isFolder(path))) {
      files.push({ shown, path, name: basename(path) })
      continue
    }
    await refuseStore(path, shown, own)
    const before = files.length + passedOver.length
    await walk({ shown: shown.replace(/\/+$/, ''), path, name: basename(path) })
    if (files.length + passedOver.length === before) empty.push(shown)
  }
  return { files, passedOver, empty }

  async function walk(folder: NamedFile): Promise<void> {
    for (const entry of await entriesOf(folder.path)) {
      const file = {
        shown: join(folder.shown, entry.name),
        path: join(folder.path, entry.name),
        name: join(folder.name, entry.name),
        ofFolder: true,
      } as const
      const why = await reasonToPass(file.path, entry, own)
      if (why !== undefined) passedOver.push({ file: file.shown, what: why })
      else if (entry.isDirectory()) await walk(file)
      else files.push(file)
    }
  }
}

async function reasonToPass(path: string, entry: Dirent, own: ReadonlySet<string>) {
  if (entry.name.startsWith('.')) return 'hidden'
  if (own.has(path)) return 'a folder of the store'
  if (entry.isDirectory()) return (await holdsStore(path)) ? 'the folder of a store' : undefined
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) return found?.isDirectory() ? 'a link to a folder' : 'no file'
  return found.size === 0 ? 'empty' : undefined
}

async function refuseStore(path: string, shown: string, own: ReadonlySet<string>): Promise<void> {
  if (own.has(join(path, STORE_SIGN)) || !(await holdsStore(path))) return
  throw wrongUsage(
    `${shown} is the folder of a store, or of the older app, and no folder of logs`,
    `Take it over with hitcraft import legacy:${shown}, or move a store with hitcraft migrate --from file:${shown} --to URL.`,
  )
}

async function holdsStore(path: string): Promise<boolean> {
  return isFolder(join(path, STORE_SIGN))
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() === true
}

async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw fileError(error, path)
  }
}
