import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../../domain/values/json.ts'
import { writeOutFile } from '../../files/out-file.ts'

/**
 * Takes erased threads out of the lists of rejected pieces. Each line stays and says where the piece lay; why
 * it was rejected goes, as it may name the thread, and so may the place of its damaged bytes.
 *
 * @param folder where the lists lie; one that is not there holds none
 */
export async function forgetInRejects(folder: string, threadIds: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const gone = new Set(threadIds)
  for (const name of names.filter((file) => /^rejects-.*\.jsonl$/.test(file))) {
    const path = join(folder, name)
    const before = await readFile(path, 'utf8')
    const after = before
      .split('\n')
      .map((line) => withoutThread(line, gone))
      .join('\n')
    if (after !== before) await writeOutFile(path, [after])
  }
}

function withoutThread(line: string, gone: ReadonlySet<string>): string {
  if (!line.includes('"threadId":')) return line
  const reject = parsed(line)
  if (!isJsonObject(reject)) return line
  const { threadId, ...rest } = reject
  if (typeof threadId !== 'string' || !gone.has(threadId)) return line
  return JSON.stringify({ ...rest, reason: 'of a thread that was erased since' })
}

/** Undefined for the end of a list that a full disk cut. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
