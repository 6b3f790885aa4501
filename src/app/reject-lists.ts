import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOutFile } from '../files/out-file.ts'

/**
 * Takes the ids of erased threads out of the lists of rejected pieces, which hold nothing else of a thread.
 * Each line stays: it says of a piece where it lay and why it was not stored.
 *
 * @param folder where the lists lie; one that is not there holds none
 */
export async function forgetInRejects(folder: string, threadIds: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  // As the line is written: the id within a JSON string, after "the thread".
  const named = threadIds.map((id) => ` the thread ${JSON.stringify(id).slice(1, -1)} was `)
  const atStart = named.map((text) => `"reason":"${text.slice(1)}`)
  for (const name of names.filter((file) => /^rejects-.*\.jsonl$/.test(file))) {
    const path = join(folder, name)
    const before = await readFile(path, 'utf8')
    let after = before
    for (const text of named) after = after.replaceAll(text, ' the thread (erased) was ')
    for (const text of atStart) after = after.replaceAll(text, '"reason":"the thread (erased) was ')
    if (after !== before) await writeOutFile(path, [after])
  }
}
