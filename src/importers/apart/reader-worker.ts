import { parentPort } from 'node:worker_threads'
import { contentBytes } from '../../domain/thread/content-bytes.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { Clock } from '../../domain/values/time.ts'
import { toldError } from '../../errors/told-error.ts'
import type { ByteSource, ImportBatch } from '../importer.ts'
import { IMPORTERS } from '../registry.ts'
import { Flow } from './flow.ts'
import { Inbox } from './inbox.ts'
import { BATCHES_AHEAD } from './messages.ts'
import type { FromReader, ReaderBatch, SentThread, ToReader } from './messages.ts'
import { sentContent } from './packed-text.ts'

/** Runs an importer in a thread of its own, over bytes that the other thread sends. */
const readings = new Map<number, Inbox<{ readonly bytes: Uint8Array | undefined }>>()
let batches = new Flow(BATCHES_AHEAD)
let last = 0

parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'chunk') readings.get(message.reading)?.push(message)
  else if (message.kind === 'taken') batches.give()
  else void run(message)
})

function tell(message: FromReader, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved)
}

async function run(start: ToReader & { kind: 'start' }): Promise<void> {
  const { format, name, moment } = start
  const clock = moment === undefined ? undefined : new Clock(moment)
  const options = {
    ...start.options,
    ...(clock === undefined ? {} : { clock }),
    onBytes: (offset: number) => tell({ kind: 'bytes', offset }),
  }
  try {
    const importer = await IMPORTERS[format]()
    const source: ByteSource = { name, read }
    batches = new Flow(BATCHES_AHEAD)
    for await (const batch of importer.read(source, options)) {
      await batches.take()
      send(batch)
    }
    tell({ kind: 'done', passedOver: clock?.passedOver ?? 0 })
  } catch (error) {
    tell({ kind: 'failed', error: toldError(error) })
  }
}

async function* read(from = 0): AsyncGenerator<Uint8Array> {
  const reading = ++last
  const inbox = new Inbox<{ readonly bytes: Uint8Array | undefined }>()
  readings.set(reading, inbox)
  tell({ kind: 'open', reading, from })
  try {
    for (;;) {
      const { bytes } = await inbox.next()
      if (bytes === undefined) return
      tell({ kind: 'read', reading })
      yield bytes
    }
  } finally {
    readings.delete(reading)
    tell({ kind: 'close', reading })
  }
}

/** The canonical bytes of the messages go along, so that nobody makes them again. */
function send(batch: ImportBatch): void {
  const contents = batch.threads.map(({ messages }) => contentBytes(messages))
  const bytes = new Uint8Array(contents.reduce((sum, one) => sum + one.bytes.length, 0))
  let at = 0
  for (const one of contents) {
    bytes.set(one.bytes, at)
    at += one.bytes.length
  }
  const message: ReaderBatch = {
    kind: 'batch',
    batch: { ...batch, threads: batch.threads.map(sentThread) },
    bytes,
    contents: contents.map(({ hash, ends }) => ({ hash, ends })),
  }
  tell(message, [bytes.buffer])
}

function sentThread({ messages, ...thread }: Thread): SentThread {
  return {
    ...thread,
    messages: messages.map((message) => ({ ...message, content: sentContent(message.content) })),
  }
}
