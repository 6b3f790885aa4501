import type { FORMAT_TITLES } from '../domain/written/formats.ts'
import type { Reject } from '../domain/import-record.ts'
import type { JsonValue } from '../domain/values/json.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { Clock } from '../domain/values/time.ts'

/** The formats that can be read. A new one is a title, a folder here and an entry in `registry.ts`. */
export type FormatName = keyof typeof FORMAT_TITLES

/**
 * The bytes of a file with containers (gzip, zstd, zip) opened, readable any number of times. Offsets
 * everywhere count these unpacked bytes.
 */
export interface ByteSource {
  /** The file's own name, for messages. */
  readonly name: string
  /** Chunks from an offset on, of any sizes. Errors of the file system or of a container are thrown. */
  read(from?: number): AsyncIterable<Uint8Array>
}

/** What detection looks at: the first bytes, the same decoded, and the values of JSON. */
export interface FileHead {
  readonly bytes: Uint8Array
  /** Decoded by BOM, else UTF-8, else Windows-1252; may end in the middle of a character or a value. */
  readonly text: string
  /** Whether the file goes on after these bytes. */
  readonly truncated: boolean
  /**
   * Of JSON, the first values of its outermost list as outlines (see `JsonOutline`): every name, wherever it
   * stands; texts cut short and lists after their first items. Empty for what is no JSON.
   */
  readonly values: readonly JsonValue[]
  /** Whether they stand in an array. */
  readonly isArray: boolean
}

/**
 * Reads one format. Streams: memory does not grow with the file. Broken pieces are rejects, never
 * exceptions; what cannot be read at all is INVALID_INPUT. Nothing is made up and nothing is dropped
 * without a reject or a note.
 */
export interface Importer {
  readonly format: FormatName
  /** What gives the format away, for the error that lists what is known; one line. */
  readonly looksLike: string

  /** For `ImportOptions.list`, as detection found it. */
  readonly list?: readonly string[]

  /** Whether the content is of this format: 0 (no) to 1 (sure). The file's name does not count. */
  detect(head: FileHead): number

  /**
   * The newest message time of the whole file as ISO, UTC, milliseconds; undefined where the file holds
   * none. A fast scan, not a parse; a function of the bytes and the clock alone. It decides which of two
   * exports is the later, so it must be known before the first thread is stored.
   */
  newestMessageAt(source: ByteSource, options: ReadOptions): Promise<string | undefined>

  /**
   * The threads, in batches. A thread may come in several pieces (`DraftThread.firstPlace`), which
   * merging joins. After the batch, all of the file before `acknowledged` is in it or in one before it.
   */
  read(source: ByteSource, options: ImportOptions): AsyncIterable<ImportBatch>
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  /**
   * Which times are believed; default all. `newestMessageAt` passes over the others, `read` hands it to
   * `buildThread`.
   */
  readonly clock?: Clock
  /** Bytes read so far. */
  readonly onBytes?: (offset: number) => void
}

export interface ImportOptions extends ReadOptions {
  /** For a list within an object: the names of the members on the way to it, as detection found it. */
  readonly list?: readonly string[]
  /** As `newestMessageAt` told. */
  readonly asOf?: string
  /** `resume` of the last batch that was acknowledged by an interrupted import of the same bytes. */
  readonly resume?: JsonValue
}

export interface ImportBatch {
  readonly threads: readonly Thread[]
  /** Messages in these threads as they were read, repeats included. */
  readonly messages: number
  readonly rejects: readonly Reject[]
  readonly notes: readonly string[]
  /** Byte offset before which nothing is left to read. */
  readonly acknowledged: number
  /** What `read` needs to go on from there; JSON, small. */
  readonly resume: JsonValue
}
