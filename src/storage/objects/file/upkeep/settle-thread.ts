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
  readonly place?: SegmentPlace
}

export interface SegmentPlace {
  readonly path: string
  readonly offset: number
  readonly length: number
}

/** The segments of the log that a turn reads from, each opened once. To be closed. */
export class OpenSegments {
  readonly #fs: FileSystem
  readonly #files = new Map<string, number>()

  constructor(fs: FileSystem) {
    this.#fs = fs
  }

  /** Undefined where the segment is missing. */
  read({ path, offset, length }: SegmentPlace): Buffer | undefined {
    const file = this.#files.get(path) ?? this.#open(path)
    return file === undefined ? undefined : this.#fs.readAt(file, offset, length)
  }

  #open(path: string): number | undefined {
    if (!this.#fs.exists(path)) return undefined
    const file = this.#fs.openRead(path)
    this.#files.set(path, file)
    return file
  }

  close(): void {
    for (const file of this.#files.values()) this.#fs.close(file)
    this.#files.clear()
  }
}

/**
 * Writes the thread's file, from the very bytes of the log, and the text beside it. Neither is synced: the
 * segment stays until its thread files are.
 *
 * @returns its search tokens; undefined where the body does not hold, and nothing was written
 */
export function settleThread(
  fs: FileSystem,
  job: SettleJob,
  segments: OpenSegments,
): string | undefined {
  const { place, threadFile } = job
  const bytes = place === undefined ? readIfThere(fs, threadFile) : segments.read(place)
  const thread = bytes === undefined ? undefined : threadOf(bytes, job)
  if (bytes === undefined || thread === undefined) return undefined
  if (place !== undefined) writeWhole(fs, threadFile, bytes)
  // One that is cut short by a crash is written again, as the thread is not searchable yet.
  fs.write(job.textFile, readableText(thread))
  return searchText(thread)
}

function readIfThere(fs: FileSystem, path: string): Buffer | undefined {
  return fs.exists(path) ? fs.read(path) : undefined
}

function threadOf(bytes: Buffer, { id, bodyHash }: SettleJob): Thread | undefined {
  const whole = wholeBody(bytes, 'the log')
  return whole?.thread.id === id && whole.hash === bodyHash ? whole.thread : undefined
}
