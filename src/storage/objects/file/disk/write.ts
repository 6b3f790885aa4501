import { dirname } from 'node:path'
import type { FileSystem } from './file-system.ts'

/** Under another name first, so that whoever looks sees the old file or the new one. */
export function writeWhole(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array,
  part = `${path}.part`,
): void {
  fs.write(part, data)
  fs.rename(part, path)
}

/** The same, and durable when it returns: the old content stays until the new one is synced. */
export function writeDurably(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array,
  part = `${path}.part`,
): void {
  fs.write(part, data)
  fs.syncPath(part)
  fs.rename(part, path)
  fs.syncPath(dirname(path))
}

/**
 * Appends whole lines and syncs them. A line that a dead process or a full disk cut short is ended first,
 * so that it does not swallow the next one.
 *
 * @returns how long the file is now
 */
export function appendLines(fs: FileSystem, path: string, lines: readonly string[]): number {
  const file = fs.openAppend(path)
  try {
    const size = fs.size(file)
    const isTorn = size > 0 && fs.readAt(file, size - 1, 1)[0] !== 0x0a
    const all = lines.map((line) => `${line}\n`).join('')
    fs.append(file, Buffer.from(isTorn ? `\n${all}` : all))
    fs.sync(file)
    return fs.size(file)
  } finally {
    fs.close(file)
  }
}

/** Lines gathered before they are written. */
const LINES_AT_ONCE = 1000

/**
 * Writes a file of lines anew, durably, or removes it where none is left.
 * @returns how long the file is now
 */
export function rewriteLines(
  fs: FileSystem,
  path: string,
  lines: Iterable<string | Uint8Array>,
): number {
  const part = `${path}.part`
  fs.remove(part)
  const file = fs.openAppend(part)
  let size = 0
  try {
    let chunk: Uint8Array[] = []
    const flush = () => {
      if (chunk.length > 0) fs.append(file, Buffer.concat(chunk))
      chunk = []
    }
    for (const line of lines) {
      chunk.push(Buffer.from(line), END)
      if (chunk.length >= LINES_AT_ONCE) flush()
    }
    flush()
    size = fs.size(file)
    fs.sync(file)
  } finally {
    fs.close(file)
  }
  if (size === 0) for (const each of [part, path]) fs.remove(each)
  else fs.rename(part, path)
  fs.syncPath(dirname(path))
  return size
}

const END = Buffer.from('\n')
