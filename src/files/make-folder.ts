import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing, as `mkdir -p`. Node's own recursive making never ends, and blocks the
 * process, where a folder is there and what is made in it "is not there", as below `/proc`.
 *
 * @param mode of each folder that is made; default what the umask leaves of 0777
 * @throws the error of the system, with its `code` and `path`
 */
export function makeFolder(path: string, mode?: number): void {
  if (made(path, mode)) return
  makeFolder(dirname(path), mode)
  // The folder above is there: what is missing now is missing for good.
  mkdirUnless(path, mode)
}

/** Whether the folder is there now; false where one above it is missing. */
function made(path: string, mode: number | undefined): boolean {
  try {
    mkdirUnless(path, mode)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) return false
    throw error
  }
}

function mkdirUnless(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // A root or a disk that is only read answers anything for a folder that is there.
    if (codeOf(error) === 'ENOENT' || !isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
