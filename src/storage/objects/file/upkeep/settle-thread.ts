import type { Thread } from '../../../../domain/thread/thread.ts'
import { searchText } from '../../catalog/catalog-schema.ts'
import { readableText } from '../../thread-body.ts'
import { wholeBody } from '../thread-files.ts'
import type { FileSystem } from '../disk/file-system.ts'
import { writeWhole } from '../disk/write.ts'

/** A thread whose file, text and search tokens are to be made. Plain data: a worker thread may do it. */
export interface SettleJob {
  readonly id: string
  readonly bodyHash: string
  readonly threadFile: string
  readonly textFile: string
  /** Where in the log its body lies; absent: in its file already. */
  readonly place?: { readonly path: string; readonly offset: number; readonly length: number }
}

/**
 * Writes the thread's file, from the very bytes of the log, and the text beside it. Neither is synced: the
 * segment stays until its thread files are.
 *
 * @returns its search tokens; undefined where the body does not hold, and nothing was written
 */
export function settleThread(fs: FileSystem, job: SettleJob): string | undefined {
  const bytes = bytesOf(fs, job)
  const thread = bytes === undefined ? undefined : threadOf(bytes, job)
  if (bytes === undefined || thread === undefined) return undefined
  if (job.place !== undefined) writeWhole(fs, job.threadFile, bytes)
  // One that is cut short by a crash is written again, as the thread is not searchable yet.
  fs.write(job.textFile, readableText(thread))
  return searchText(thread)
}

function bytesOf(fs: FileSystem, { place, threadFile }: SettleJob): Buffer | undefined {
  const path = place?.path ?? threadFile
  if (!fs.exists(path)) return undefined
  if (place === undefined) return fs.read(path)
  const file = fs.openRead(path)
  try {
    return fs.readAt(file, place.offset, place.length)
  } finally {
    fs.close(file)
  }
}

function threadOf(bytes: Buffer, { id, bodyHash }: SettleJob): Thread | undefined {
  const whole = wholeBody(bytes, 'the log')
  return whole?.thread.id === id && whole.hash === bodyHash ? whole.thread : undefined
}
