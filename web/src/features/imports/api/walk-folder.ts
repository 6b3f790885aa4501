import type { PassedOver } from './passed-over.ts'

/** A file that is to be sent, and the folders it was chosen with: `logs/march`. */
export interface ChosenFile {
  readonly file: File
  readonly folder?: string
}

/** What was found in what was dropped or chosen. */
export interface Found {
  readonly files: readonly ChosenFile[]
  readonly passedOver: readonly PassedOver[]
}

/** In the folder of a store. */
const STORE_SIGN = 'organized_threads'

/**
 * Each file that was dropped, and each in a folder that was, by their names in order, folders within among them. Left
 * out in folders: what begins with a dot, empty files and folders of stores; anywhere what the browser may not read.
 */
export async function walkEntries(entries: readonly FileSystemEntry[]): Promise<Found> {
  const files: ChosenFile[] = []
  const passedOver: PassedOver[] = []
  for (const entry of entries) {
    if (isFolder(entry)) await walk(entry, entry.name)
    else if (isFile(entry)) {
      const file = await fileOf(entry).catch(unlessDenied)
      if (file === undefined) passedOver.push({ file: entry.name, what: 'not readable' })
      else files.push({ file })
    }
  }
  return { files, passedOver }

  async function walk(folder: FileSystemDirectoryEntry, path: string): Promise<void> {
    const passOver = (what: string, name = '') =>
      passedOver.push({ file: name === '' ? path : `${path}/${name}`, what })
    const inside = await entriesOf(folder).catch(unlessDenied)
    if (inside === undefined) {
      passOver('not readable')
      return
    }
    if (inside.length === 0) passOver('an empty folder')
    if (inside.some(({ isDirectory, name }) => isDirectory && name === STORE_SIGN)) {
      passOver('the folder of a store')
      return
    }
    for (const entry of inside) {
      if (entry.name.startsWith('.')) passOver('hidden', entry.name)
      else if (isFolder(entry)) await walk(entry, `${path}/${entry.name}`)
      else if (isFile(entry)) {
        const file = await fileOf(entry).catch(unlessDenied)
        if (file === undefined) passOver('not readable', entry.name)
        else if (file.size === 0) passOver('empty', entry.name)
        else files.push({ file, folder: path })
      }
    }
  }
}

/** The same for a folder that was chosen in a dialog, of which the browser lists the files alone: no empty folders. */
export function sortChosen(files: readonly File[]): Found {
  const stores = new Set(
    files.flatMap(({ webkitRelativePath: path }) => {
      const at = path.indexOf(`/${STORE_SIGN}/`)
      return at < 0 ? [] : [path.slice(0, at)]
    }),
  )
  const found: { files: ChosenFile[]; passedOver: PassedOver[] } = { files: [], passedOver: [] }
  for (const store of stores) found.passedOver.push({ file: store, what: 'the folder of a store' })
  for (const file of files.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) {
    const path = pathOf(file)
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    if ([...stores].some((store) => path.startsWith(`${store}/`))) continue
    if (folder === '') found.files.push({ file })
    else if (stepsWithin(path).some((step) => step.startsWith('.'))) {
      found.passedOver.push({ file: path, what: 'hidden' })
    } else if (file.size === 0) found.passedOver.push({ file: path, what: 'empty' })
    else found.files.push({ file, folder })
  }
  return found
}

function pathOf({ webkitRelativePath, name }: File): string {
  return webkitRelativePath === '' ? name : webkitRelativePath
}

/** A path that sorts as folders within folders do: the end of a name before all letters. */
function placeOf(file: File): string {
  return pathOf(file).replaceAll('/', '\0')
}

/** Without the folder that was chosen, which may be called as it likes. */
function stepsWithin(path: string): readonly string[] {
  return path.split('/').slice(1)
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A reader gives a folder in pieces, and an empty piece at its end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (piece.length === 0) return all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    all.push(...piece)
  }
}

function unlessDenied(error: unknown): undefined {
  if (!(error instanceof DOMException)) throw error
}
