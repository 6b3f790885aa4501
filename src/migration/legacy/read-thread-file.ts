import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { buildThread } from '../../domain/thread/build-thread.ts'
import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { isDerivedId } from '../../domain/values/ids.ts'
import { isJsonArray, isJsonObject } from '../../domain/values/json.ts'
import type { Clock } from '../../domain/values/time.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'
import { detectFormat } from '../../importers/detect/detect-format.ts'
import type { ByteSource, Importer } from '../../importers/importer.ts'
import { readContent } from '../../importers/kit/read-content.ts'
import { IMPORTERS } from '../../importers/registry.ts'
import { olderText } from './older-text.ts'
import { pythonLiteral } from './python-literal.ts'
import { readRoleLines } from './role-lines.ts'

/** What threads that only a text of the older app holds say they came in. */
const TEXT_FORMAT = 'older-app-text'

/** The threads of a file, and what of it could not be read. */
export interface ThreadFile {
  readonly threads: readonly Thread[]
  /** Each as part of a sentence about the file. */
  readonly problems: readonly string[]
}

/**
 * Reads a thread file of the older app by the importers, so that its threads are those of an import of the file. A
 * text whose messages are written as Python prints them has the parts that they stand for.
 *
 * @param clock which times are believed
 * @throws HitCraftError PERMISSION, UNAVAILABLE
 */
export async function readThreadFile(path: string, clock: Clock): Promise<ThreadFile> {
  const written = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path)
  })
  const { text, guess } = olderText(written)
  const name = basename(path)
  const { threads, problems } = await readFileOf(Buffer.from(text), name, clock)
  if (guess === undefined) return { threads, problems }
  // Of a thread one problem is shown.
  const [first, ...others] = problems
  return { threads, problems: [first === undefined ? guess : `${guess}; ${first}`, ...others] }
}

async function readFileOf(bytes: Buffer, name: string, clock: Clock): Promise<ThreadFile> {
  const stem = name.replace(/\.[^.]*$/, '')
  if (/\.json$/i.test(name)) return readJsonFile(bytes, stem, clock)
  const read = await readKnownText(bytes, name, clock)
  return read ?? readPlainText(bytes.toString('utf8'), stem, clock)
}

async function readJsonFile(bytes: Buffer, stem: string, clock: Clock): Promise<ThreadFile> {
  const importer = await IMPORTERS['hitcraft-json']()
  const read = await readBy(importer, bytes, stem, clock)
  if (!read.threads.some(({ id }) => isDerivedId(id))) return named(read)
  // Messages that do not say where they belong are those of the thread that the file is called after.
  const around = Buffer.from(`{"threadId":${JSON.stringify(stem)},"messages":`)
  return named(
    await readBy(importer, Buffer.concat([around, bytes, Buffer.from('}')]), stem, clock),
  )
}

function named({ threads, problems }: ThreadFile): ThreadFile {
  if (threads.length > 0 || problems.length > 0) return { threads, problems }
  return { threads, problems: ['holds no message'] }
}

/** Undefined for a text of no known format. */
async function readKnownText(
  bytes: Buffer,
  name: string,
  clock: Clock,
): Promise<ThreadFile | undefined> {
  try {
    const importer = await detectFormat(sourceOf(bytes, name))
    const { threads, problems } = await readBy(importer, bytes, name, clock)
    return named({ threads: threads.map((thread) => withParts(thread, clock)), problems })
  } catch (error) {
    if (isHitCraftError(error, 'UNKNOWN_FORMAT')) return undefined
    throw error
  }
}

function readPlainText(text: string, stem: string, clock: Clock): ThreadFile {
  const read = readRoleLines(text)
  if (read === undefined) return { threads: [], problems: ['is no text of a thread'] }
  const messages = read.messages.map((message) => ({
    ...message,
    content: partsOf(message.content),
  }))
  const times = messages.flatMap(({ createdAt }) => createdAt ?? []).sort()
  const thread = threadOf(read.id ?? stem, messages, times.at(-1), clock)
  const { unread } = read
  const problem = `holds words before its first message that come nowhere: lines ${unread.join(', ')}`
  return { threads: [thread], problems: unread.length > 0 ? [problem] : [] }
}

function threadOf(
  id: string,
  messages: readonly DraftMessage[],
  asOf: string | undefined,
  clock: Clock,
): Thread {
  const age = asOf === undefined || !clock.believes(asOf) ? {} : { asOf }
  return buildThread({ id, messages }, { format: TEXT_FORMAT, clock, ...age })
}

async function readBy(
  importer: Importer,
  bytes: Buffer,
  name: string,
  clock: Clock,
): Promise<ThreadFile> {
  const source = sourceOf(bytes, name)
  const threads: Thread[] = []
  const problems: string[] = []
  try {
    const asOf = await importer.newestMessageAt(source, { clock })
    const options = { clock, ...(asOf === undefined ? {} : { asOf }) }
    for await (const batch of importer.read(source, options)) {
      threads.push(...batch.threads)
      problems.push(...batch.rejects.map(({ reason }) => `is not read whole: ${reason}`))
    }
  } catch (error) {
    if (!isHitCraftError(error, 'INVALID_INPUT')) throw error
    problems.push(`cannot be read: ${error.message}`)
  }
  return { threads, problems }
}

function sourceOf(bytes: Buffer, name: string): ByteSource {
  return {
    name,
    async *read(from = 0) {
      if (from < bytes.length) yield bytes.subarray(from)
    },
  }
}

/** The thread with parts in place of texts that are Python's way of writing them. */
function withParts(thread: Thread, clock: Clock): Thread {
  const written = thread.messages.map(({ content }) => partsOf(content))
  if (written.every((parts, at) => parts === thread.messages[at]?.content)) return thread
  const drafts = thread.messages.map((message, at): DraftMessage => {
    const { id, origin, content: _content, ...said } = message
    return {
      ...said,
      ...(isDerivedId(id) ? {} : { id }),
      ...(origin.time === undefined ? {} : { sourceTime: origin.time }),
      ...(origin.fields === undefined ? {} : { fields: origin.fields }),
      content: written[at] ?? [],
    }
  })
  const attributes = Object.fromEntries(
    Object.entries(thread.attributes).map(([name, { value }]) => [name, value]),
  )
  const [format = TEXT_FORMAT] = thread.source.formats
  const age = thread.asOf === undefined ? {} : { asOf: thread.asOf }
  return buildThread({ id: thread.id, attributes, messages: drafts }, { format, clock, ...age })
}

/** The same content where no text of it stands for parts. */
function partsOf(content: readonly ContentPart[]): readonly ContentPart[] {
  if (!content.some((part) => isTextPart(part) && literalOf(part.text) !== undefined))
    return content
  return content.flatMap((part) => {
    const value = isTextPart(part) ? literalOf(part.text) : undefined
    return value === undefined ? [part] : readContent(value).parts
  })
}

/** A list of parts or one, each an object that says its type, as Python prints it. */
function literalOf(text: string) {
  const value = pythonLiteral(text)
  const items = isJsonArray(value) ? value : [value]
  const isParts = items.length > 0 && items.every((item) => isJsonObject(item) && 'type' in item)
  return isParts ? value : undefined
}
