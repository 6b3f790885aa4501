import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes stored reports that speak of erased threads: each quote in a report stands beside the id of
 * its thread. A report is made anew in a moment; what it quoted must not stay.
 *
 * @param folder where reports lie; one that is not there holds none
 * @returns the names of the files that were removed
 */
export async function scrubReports(
  folder: string,
  threadIds: readonly string[],
): Promise<string[]> {
  if (threadIds.length === 0) return []
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const removed: string[] = []
  for (const name of names.filter((file) => /\.(?:html|md|json)$/.test(file))) {
    const path = join(folder, name)
    if (!(await mentions(path, threadIds))) continue
    await rm(path)
    removed.push(name)
  }
  return removed
}

async function mentions(path: string, ids: readonly string[]): Promise<boolean> {
  const longest = Math.max(...ids.map(({ length }) => length))
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const text = rest + String(chunk)
    if (ids.some((id) => text.includes(id))) return true
    rest = text.slice(-longest)
  }
  return false
}
