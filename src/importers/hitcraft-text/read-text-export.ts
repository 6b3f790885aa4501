import { buildThread } from '../../domain/thread/build-thread.ts'
import type { ExportContext } from '../../domain/thread/build-thread.ts'
import type { Reject } from '../../domain/import-record.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { exportContext } from '../export-context.ts'
import type { ImportBatch, ImportOptions } from '../importer.ts'
import { Tally } from '../kit/tally.ts'
import type { Beginning } from './hypothesis.ts'
import type { Line } from '../text/lines.ts'
import type { DateOrder } from '../kit/written-time.ts'
import { Reading } from './reading.ts'
import type { Listener } from './reading.ts'
import { segmentsOf } from './segments.ts'
import type { Segment } from './segments.ts'
import { ThreadDraft } from './thread-draft.ts'
import type { ReadThread } from './thread-draft.ts'

const BATCH_CHARACTERS = 2 * 1024 * 1024

const OUTSIDE = 'characters outside of threads (console output), passed over'

/** Where to go on: everything before is stored. */
export interface ResumePoint {
  /** Of a line, and its number. */
  readonly offset: number
  readonly line: number
  /** Segments of that line which were read. */
  readonly parts: number
  /** Pieces of the thread that begins there which were stored. */
  readonly pieces: number
  /** As the reading told. */
  readonly habits: string
  /** What was told up to there, for the notes. */
  readonly told: JsonObject
}

/**
 * Reads the lines of a text export, from the resume point on, into batches of threads.
 * @param order of dates with slashes; undefined: such times are not read
 */
export async function* readTextExport(
  format: string,
  lines: AsyncIterable<readonly Line[]>,
  options: ImportOptions,
  order?: DateOrder,
): AsyncGenerator<ImportBatch> {
  const batches = new Batches(exportContext(format, options), resumePoint(options.resume), order)
  const reading = new Reading(batches, resumePoint(options.resume).habits)
  let skipped = resumePoint(options.resume).parts
  for await (const some of lines) {
    options.signal?.throwIfAborted()
    for (const line of some) {
      for (const segment of segmentsOf(line)) {
        if (segment.part >= skipped) reading.take(segment)
      }
      skipped = 0
      if (batches.gathered > BATCH_CHARACTERS) yield batches.batch()
    }
    const last = some.at(-1)
    if (last !== undefined) options.onBytes?.(last.end)
  }
  reading.end()
  batches.end()
  yield batches.batch()
}

/** Builds threads of what the reading decides, and gathers them. */
class Batches implements Listener {
  readonly #context: ExportContext
  readonly #order: DateOrder | undefined
  #draft: ThreadDraft | undefined
  #point: ResumePoint
  /** Pieces of the thread under way: given on, and stored by the import before this one. */
  #pieces = 0
  #storedPieces: number
  readonly #tally: Tally
  #habits: string
  #last: Line | undefined
  #threads: Thread[] = []
  #rejects: Reject[] = []
  #notes: string[] = []
  #messages = 0
  gathered = 0

  constructor(context: ExportContext, point: ResumePoint, order: DateOrder | undefined) {
    this.#order = order
    this.#context = context
    this.#point = point
    this.#storedPieces = point.pieces
    this.#tally = new Tally(point.told)
    this.#habits = point.habits
  }

  begin(kind: Beginning['kind'], segment: Segment, habits: string): void {
    this.#habits = habits
    if (kind === 'thread' || (kind === 'header' && this.#draft === undefined)) {
      if (this.#draft !== undefined) this.#take(this.#draft.close(false, false))
      this.#acknowledge(segment.line, segment.part)
      this.#draft = new ThreadDraft(segment, this.#order)
    }
    const piece = this.#draft?.begin(kind, segment)
    this.#tellBroken(segment)
    if (piece !== undefined) this.#take(piece)
    this.#last = segment.line
    if (kind === 'end' && this.#draft !== undefined) {
      this.#take(this.#draft.close(true, false))
      this.#draft = undefined
      this.#acknowledge(segment.line, segment.part + 1)
    }
  }

  goOn(segment: Segment): void {
    this.#last = segment.line
    this.#tellBroken(segment)
    if (this.#draft !== undefined) {
      this.#draft.goOn(segment)
      return
    }
    if (!segment.isBlank) this.#tally.add(OUTSIDE, segment.text.length)
    this.#acknowledge(segment.line, segment.part + 1)
  }

  end(): void {
    if (this.#draft !== undefined) {
      this.#take(this.#draft.close(false, true))
      this.#draft = undefined
      this.#notes.push('the file ends in the middle of a thread; what is whole was kept')
    }
    if (this.#last !== undefined) this.#pointTo(this.#last.end, this.#last.number + 1, 0)
    this.#notes.push(...this.#tally.notes())
  }

  batch(): ImportBatch {
    const point = this.#point
    const batch: ImportBatch = {
      threads: this.#threads,
      messages: this.#messages,
      rejects: this.#rejects,
      notes: this.#notes,
      acknowledged: point.offset,
      resume: { ...point },
    }
    this.#threads = []
    this.#rejects = []
    this.#notes = []
    this.#messages = 0
    this.gathered = 0
    return batch
  }

  #take({ draft, rejects, oddities, isLast }: ReadThread): void {
    for (const oddity of oddities) this.#tally.add(oddity)
    this.#pieces++
    const isStored = this.#pieces <= this.#storedPieces
    if (draft !== undefined) {
      const thread = buildThread(draft, this.#context)
      if (!isStored) {
        this.#threads.push(thread)
        this.#messages += draft.messages.length
        this.gathered += charactersOf(thread)
      }
    }
    if (!isStored) this.#rejects.push(...rejects)
    if (!isLast) {
      this.#point = { ...this.#point, pieces: Math.max(this.#pieces, this.#storedPieces) }
      return
    }
    this.#pieces = 0
    this.#storedPieces = 0
  }

  #tellBroken({ line, part }: Segment): void {
    if (line.broken !== true || part > 0 || this.#storedPieces > this.#pieces) return
    const reason = 'bytes that are no characters of the encoding; each is shown as U+FFFD'
    const { offset, end, number } = line
    this.#rejects.push({ offset, line: number, length: end - offset, reason })
  }

  #acknowledge(line: Line, parts: number): void {
    this.#pointTo(line.offset, line.number, parts)
  }

  #pointTo(offset: number, line: number, parts: number): void {
    this.#point = {
      offset,
      line,
      parts,
      pieces: this.#storedPieces,
      habits: this.#habits,
      told: this.#tally.state,
    }
  }
}

/** The point that `resume` of a batch names; the file's beginning without one. */
export function resumePoint(resume: JsonValue | undefined): ResumePoint {
  const given = isJsonObject(resume) ? resume : {}
  const number = (name: string, otherwise: number) => {
    const value = given[name]
    return typeof value === 'number' ? value : otherwise
  }
  const { told, habits } = given
  return {
    offset: number('offset', 0),
    line: number('line', 1),
    parts: number('parts', 0),
    pieces: number('pieces', 0),
    habits: typeof habits === 'string' ? habits : '',
    told: isJsonObject(told) ? told : {},
  }
}

function charactersOf({ messages }: Thread): number {
  let characters = 500
  for (const { content } of messages) {
    characters += 200
    for (const part of content) if ('text' in part) characters += part.text.length
  }
  return characters
}
