import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Containers that share a temporary folder have process ids of their own each, and names of their own. */
const PREFIX = `hitcraft-catalog-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}-`

/**
 * A folder of this process for its copies of catalogs. What processes of this host left that were killed
 * goes: it may be large, and holds words that were since erased.
 */
export function newCatalogFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : 0
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is another user's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
