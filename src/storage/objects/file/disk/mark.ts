import { join, relative, sep } from 'node:path'
import { isJsonObject } from '../../../../domain/values/json.ts'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import { sumState, withSum } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'
import { writeDurably } from './write.ts'

/** Of the layout that this program writes. */
const LAYOUT = 1

/** `store.json`: that the folder is a store of ours, and what must be in it whatever else is lost. */
export interface Mark {
  /** How thread files are named: `folded` on a disk that takes `A` and `a` for one name. */
  readonly names: 'plain' | 'folded'
  /**
   * Bytes that each file which only grows had when it was last synced, by its path in `DATA_FOLDER`. A
   * file that is shorter, or gone, has lost records: known also when the catalog is lost too.
   */
  readonly files: Readonly<Record<string, number>>
}

export function markPath(data: string): string {
  return join(data, 'store.json')
}

/** A path in `DATA_FOLDER` as the mark names it, the same on every system. */
export function nameInData(data: string, path: string): string {
  return relative(data, path).split(sep).join('/')
}

/** @returns undefined where there is none, or it does not hold: {@link isDamagedMark} tells which */
export function readMark(fs: FileSystem, data: string): Mark | undefined {
  const path = markPath(data)
  if (!fs.exists(path)) return undefined
  const value = parse(fs.read(path))
  if (value === undefined || value['store'] !== 'hitcraft') return undefined
  if (value['layout'] !== LAYOUT) {
    throw new HitCraftError('UNSUPPORTED', `${data} was written by a later version`, {
      remedy: 'Use that version, or another folder.',
    })
  }
  const names = value['names'] === 'folded' ? 'folded' : 'plain'
  return { names, files: sizesOf(value['files']) }
}

export function isDamagedMark(fs: FileSystem, data: string): boolean {
  return fs.exists(markPath(data)) && readMark(fs, data) === undefined
}

/** @param part under which it is written first; another one a process outside of the writers' lock */
export function writeMark(fs: FileSystem, data: string, mark: Mark, part?: string): void {
  const json = JSON.stringify({ store: 'hitcraft', layout: LAYOUT, ...mark })
  writeDurably(fs, markPath(data), `${withSum(json)}\n`, part)
}

/** Changes what the mark promises of some files; undefined: nothing any more. */
export function promise(
  fs: FileSystem,
  data: string,
  sizes: Readonly<Record<string, number | undefined>>,
): void {
  const mark = readMark(fs, data) ?? { names: 'plain', files: {} }
  const files = Object.entries({ ...mark.files, ...sizes }).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  )
  writeMark(fs, data, { ...mark, files: Object.fromEntries(files) })
}

function parse(bytes: Buffer): Record<string, unknown> | undefined {
  const line = bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes
  const state = sumState(line)
  // What earlier versions wrote has no checksum, and is this text.
  if (state === 'none') {
    const isOlder = line.toString('utf8') === '{"store":"hitcraft","layout":1}'
    return isOlder ? { store: 'hitcraft', layout: 1 } : undefined
  }
  if (state === 'damaged') return undefined
  const value: unknown = JSON.parse(line.toString('utf8'))
  return isJsonObject(value) ? value : undefined
}

function sizesOf(value: unknown): Record<string, number> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    ),
  )
}
