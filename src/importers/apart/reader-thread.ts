import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { formBytes, keepContentBytes } from '../../domain/thread/content-bytes.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { errorOf } from '../../errors/told-error.ts'
import type { ByteSource, ImportBatch, Importer, ImportOptions, ReadOptions } from '../importer.ts'
import { Flow } from './flow.ts'
import { Inbox } from './inbox.ts'
import { CHUNKS_AHEAD } from './messages.ts'
import type { FromReader, ReaderBatch, ToReader } from './messages.ts'
import { takenContent } from './packed-text.ts'

/** Bytes of a log from which on a thread of its own is worth its start, about a third of a second. */
const WORTH_IT = 16 * 1024 * 1024

/** Whether a log of so many bytes is read in a thread of its own. */
export function isReadApart(bytes: number): boolean {
  return bytes >= WORTH_IT && availableParallelism() > 1
}

type Result = Extract<FromReader, { kind: 'batch' | 'done' | 'failed' }>
type Reading = { readonly flow: Flow; isClosed: boolean }

/**
 * An importer that reads in a thread of its own, while this one stores what it gives. The bytes are read here,
 * so containers, errors of the file and what was passed are what they are elsewhere; batches come in order, and are
 * the same. One task at a time; to be closed.
 */
export class ReaderThread implements Pick<Importer, 'newestMessageAt' | 'read' | 'list'> {
  readonly list: readonly string[]
  readonly #importer: Importer
  readonly #worker: Worker
  readonly #readings = new Map<number, Reading>()
  #results = new Inbox<Result>()
  #source: ByteSource | undefined
  #options: ReadOptions = {}

  constructor(importer: Importer) {
    this.#importer = importer
    this.list = importer.list ?? []
    this.#worker = new Worker(FILE, LIMITS)
    this.#worker.on('message', (message: FromReader) => this.#receive(message))
    this.#worker.on('error', (error) => this.#results.fail(error))
    this.#worker.on('exit', () =>
      this.#results.fail(new HitCraftError('INTERNAL', 'the thread that reads has ended')),
    )
  }

  /** A fast scan, made in the calling thread while the other one starts. */
  newestMessageAt(source: ByteSource, options: ReadOptions): Promise<string | undefined> {
    return this.#importer.newestMessageAt(source, options)
  }

  async *read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
    this.#start(source, options)
    for (;;) {
      const result = await this.#next()
      if (result.kind === 'done') {
        options.clock?.passOver(result.passedOver)
        return
      }
      yield taken(result)
      this.#tell({ kind: 'taken' })
    }
  }

  /** Whatever is under way ends, and what it reads is let go of. */
  async close(): Promise<void> {
    for (const id of this.#readings.keys()) this.#closeReading(id)
    await this.#worker.terminate()
  }

  #start(source: ByteSource, options: ImportOptions): void {
    const { asOf, resume, list, clock } = options
    this.#source = source
    this.#options = options
    this.#tell({
      kind: 'start',
      format: this.#importer.format,
      name: source.name,
      moment: clock?.moment,
      options: {
        ...(asOf === undefined ? {} : { asOf }),
        ...(resume === undefined ? {} : { resume }),
        ...(list === undefined ? {} : { list }),
      },
    })
  }

  #tell(message: ToReader): void {
    // Bytes are copied: a chunk may be part of a buffer that others share.
    this.#worker.postMessage(message, [])
  }

  async #next(): Promise<Exclude<Result, { kind: 'failed' }>> {
    const result = await this.#results.next()
    if (result.kind === 'failed') throw errorOf(result.error)
    return result
  }

  #receive(message: FromReader): void {
    if (message.kind === 'open') void this.#pump(message.reading, message.from)
    else if (message.kind === 'read') this.#readings.get(message.reading)?.flow.give()
    else if (message.kind === 'bytes') this.#options.onBytes?.(message.offset)
    else if (message.kind === 'close') this.#closeReading(message.reading)
    else this.#results.push(message)
  }

  #closeReading(id: number): void {
    const reading = this.#readings.get(id)
    if (reading === undefined) return
    reading.isClosed = true
    reading.flow.give()
  }

  /** Sends what a reading asks for, some chunks ahead. */
  async #pump(id: number, from: number): Promise<void> {
    const reading: Reading = { flow: new Flow(CHUNKS_AHEAD), isClosed: false }
    this.#readings.set(id, reading)
    try {
      for await (const bytes of this.#source?.read(from) ?? []) {
        this.#options.signal?.throwIfAborted()
        await reading.flow.take()
        if (reading.isClosed) return
        this.#tell({ kind: 'chunk', reading: id, bytes })
      }
      this.#tell({ kind: 'chunk', reading: id, bytes: undefined })
    } catch (error) {
      this.#results.fail(error)
    } finally {
      this.#readings.delete(id)
    }
  }
}

/** What is new in it is soon let go of: a larger young generation costs 50 MB and saves nothing. */
const LIMITS = { resourceLimits: { maxYoungGenerationSizeMb: 4 } }

/** Beside this file, also where both are built. */
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader-worker.js',
  import.meta.url,
)

function taken({ batch, bytes, contents }: ReaderBatch): ImportBatch {
  const all = Buffer.from(bytes.buffer)
  let at = 0
  const threads = batch.threads.map((sent, index) => {
    const { hash, ends } = contents[index] ?? { hash: '', ends: [] }
    const length = Math.max(1, ends.at(-1) ?? 0) + 1
    const content = { hash, ends, bytes: all.subarray(at, at + length) }
    at += length
    const messages = sent.messages.map((message, place) => ({
      ...message,
      content: takenContent(message.content, formBytes(content, place)),
    }))
    keepContentBytes(messages, content)
    return { ...sent, messages }
  })
  return { ...batch, threads }
}
