// To start is to compile some 300 files, which is more than half of what a short command takes. What was compiled
// is kept in a folder of this user alone, beside other temporary files: Node runs what it finds there for the same
// file. Without such a folder nothing is kept. Loaded before anything that is worth it.
import { lstatSync, mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const uid = process.getuid?.() ?? 'user'
const folder = join(tmpdir(), `hitcraft-compiled-${uid}`)

// Worker threads, and commands that this one starts, take the folder from the environment.
if (process.env.NODE_COMPILE_CACHE === undefined && isOurs()) {
  process.env.NODE_COMPILE_CACHE = folder
  enableCompileCache(folder)
}

/** Whether nobody else can have put something into it; it is made if it can be. */
function isOurs() {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    const isPrivate = found.uid === uid && (found.mode & 0o022) === 0
    return found.isDirectory() && (isPrivate || process.platform === 'win32')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
