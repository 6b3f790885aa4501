import { buildThread } from '../../domain/thread/build-thread.ts'
import type { ExportContext } from '../../domain/thread/build-thread.ts'
import type { Reject } from '../../domain/import-record.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { exportContext } from '../export-context.ts'
import type { ImportBatch, ImportOptions } from '../importer.ts'
import type { Line } from './lines.ts'
import { END_BANNER, parseBlock, THREAD_BANNER } from './parse-block.ts'

const BATCH_BYTES = 2 * 1024 * 1024
/** A block beyond this is no thread; it is given up. */
const MOST_BLOCK_BYTES = 256 * 1024 * 1024

/** How much behind an end banner is looked at for a sign that it stood in a text. */
const MOST_WAITING_BYTES = 1024 * 1024

/** Reads the lines of a text export into batches of threads. */
export async function* readTextExport(
  format: string,
  lines: AsyncIterable<readonly Line[]>,
  options: ImportOptions,
): AsyncGenerator<ImportBatch> {
  const blocks = new BlockReader(exportContext(format, options))
  for await (const some of lines) {
    options.signal?.throwIfAborted()
    for (const line of some) blocks.take(line)
    const last = some.at(-1)
    if (last !== undefined) options.onBytes?.(last.end)
    if (blocks.gathered > BATCH_BYTES) yield blocks.batch()
  }
  blocks.end()
  yield blocks.batch()
}

/** Gathers lines into blocks, one a thread, and parses each. */
class BlockReader {
  readonly #context: ExportContext
  #block: Line[] = []
  /** Lines behind an end banner that may still turn out to stand in a text. */
  #waiting: Line[] = []
  #threads: Thread[] = []
  #rejects: Reject[] = []
  #notes = new Set<string>()
  #messages = 0
  #outside = 0
  #acknowledged = 0
  #blockBytes = 0
  gathered = 0

  constructor(context: ExportContext) {
    this.#context = context
  }

  take(line: Line): void {
    if (this.#block.length === 0) {
      if (THREAD_BANNER.test(line.text)) this.#open(line)
      else this.#skip(line)
      return
    }
    if (this.#waiting.length > 0) {
      if (THREAD_BANNER.test(line.text) || line.end - this.#endOfBlock > MOST_WAITING_BYTES) {
        this.#closeAt(line)
        return
      }
      this.#waiting.push(line)
      // A second end before the next beginning, or more of a message: the first one stood in a text.
      if (END_BANNER.test(line.text) || continuesThread(line)) this.#keepOn()
      return
    }
    this.#add(line)
    if (END_BANNER.test(line.text)) this.#waiting = [line]
  }

  end(): void {
    if (this.#block.length > 0) {
      const complete = this.#waiting.length > 0
      if (!complete)
        this.#notes.add('the file ends in the middle of a thread; what is whole was kept')
      const [, ...behind] = this.#waiting
      this.#close(complete)
      for (const line of behind) this.#skip(line)
    }
    if (this.#outside > 0) {
      this.#notes.add(`${this.#outside} bytes outside of threads (console output) were ignored`)
    }
  }

  batch(): ImportBatch {
    const batch: ImportBatch = {
      threads: this.#threads,
      messages: this.#messages,
      rejects: this.#rejects,
      notes: [...this.#notes],
      acknowledged: this.#acknowledged,
      resume: { offset: this.#acknowledged },
    }
    this.#threads = []
    this.#rejects = []
    this.#notes = new Set()
    this.#messages = 0
    this.gathered = 0
    return batch
  }

  #open(line: Line): void {
    this.#block = [line]
    this.#blockBytes = line.end - line.offset
  }

  #add(line: Line): void {
    this.#block.push(line)
    this.#blockBytes += line.end - line.offset
    if (this.#blockBytes > MOST_BLOCK_BYTES) this.#close(false)
  }

  #skip(line: Line): void {
    if (line.text.replace('\uFEFF', '').trim() !== '') this.#outside += line.end - line.offset
    this.#acknowledged = line.end
  }

  #keepOn(): void {
    const [, ...rest] = this.#waiting
    this.#waiting = []
    for (const line of rest) {
      this.#add(line)
      if (END_BANNER.test(line.text)) this.#waiting = [line]
    }
  }

  #closeAt(next: Line): void {
    const [, ...between] = this.#waiting
    this.#close(true)
    for (const line of between) this.#skip(line)
    this.take(next)
  }

  get #endOfBlock(): number {
    return this.#block.at(-1)?.end ?? 0
  }

  #close(complete: boolean): void {
    const last = this.#block.at(-1)
    const { thread, rejects, notes } = parseBlock(this.#block, complete)
    if (thread !== undefined) {
      this.#messages += thread.messages.length
      this.#threads.push(buildThread(thread, this.#context))
    }
    this.#rejects.push(...rejects)
    for (const note of notes) this.#notes.add(note)
    this.gathered += this.#blockBytes
    this.#acknowledged = last?.end ?? this.#acknowledged
    this.#block = []
    this.#waiting = []
  }
}

/** What follows an end banner only where that banner stood in a text. */
function continuesThread(line: Line): boolean {
  return /^\[\d+\] Role: \S+ \| Time: |^ {2}Content #\d+ \(/.test(line.text)
}

export function resumeOffset(resume: JsonValue | undefined): number {
  if (!isJsonObject(resume)) return 0
  const { offset } = resume
  return typeof offset === 'number' ? offset : 0
}
