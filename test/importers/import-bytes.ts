import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportRecord, Reject } from '../../src/domain/import-record.ts'
import { textsOf } from '../../src/domain/thread/content-part.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { importFile } from '../../src/importers/import-file.ts'
import type { ImportFileOptions } from '../../src/importers/import-options.ts'
import type { ByteSource, FormatName, ImportBatch } from '../../src/importers/importer.ts'
import { IMPORTERS } from '../../src/importers/registry.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'

export interface ReadResult {
  /** Merged by id, ordered by id. */
  readonly threads: readonly Thread[]
  readonly rejects: readonly Reject[]
  readonly notes: readonly string[]
  readonly messages: number
}

/** Bytes in chunks of the given sizes, over and over. */
export function sourceOf(bytes: Uint8Array, sizes: readonly number[] = [1 << 20]): ByteSource {
  return {
    name: 'test',
    async *read(from = 0) {
      for (let at = from, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        yield Uint8Array.from(bytes.subarray(at, at + size))
        at += size
      }
    },
  }
}

/** What an importer makes of bytes, without containers and detection. */
export async function readBytes(
  format: FormatName,
  content: Uint8Array | string,
  sizes?: readonly number[],
): Promise<ReadResult> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const importer = await IMPORTERS[format]()
  const source = sourceOf(bytes, sizes)
  const asOf = await importer.newestMessageAt(source, {})
  const batches: ImportBatch[] = []
  for await (const batch of importer.read(source, asOf === undefined ? {} : { asOf })) {
    batches.push(batch)
  }
  const store = await openChatStore({ kind: 'memory' })
  for (const { threads } of batches) await store.mergeThreads(threads)
  const threads = await threadsOf(store)
  await store.close()
  return {
    threads,
    rejects: batches.flatMap(({ rejects }) => rejects),
    notes: [...new Set(batches.flatMap(({ notes }) => notes))],
    messages: batches.reduce((sum, { messages }) => sum + messages, 0),
  }
}

/** Every thread of a store, by id. */
export async function threadsOf(store: ChatStore): Promise<Thread[]> {
  const threads: Thread[] = []
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      order: 'id',
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const { id } of page.items) {
      const thread = await store.getThread(id)
      if (thread !== undefined) threads.push(thread)
    }
    cursor = page.next
  } while (cursor !== undefined)
  return threads
}

/** Imports bytes as a file into a store of its own, or a given one. */
export async function importBytes(
  content: Uint8Array | string,
  options: Partial<ImportFileOptions> & { store?: ChatStore; name?: string } = {},
): Promise<{
  records: readonly ImportRecord[]
  threads: readonly Thread[]
  rejects: readonly Reject[]
}> {
  const folder = mkdtempSync(join(tmpdir(), 'import-'))
  const store = options.store ?? (await openChatStore({ kind: 'memory' }))
  try {
    const path = join(folder, randomUUID())
    writeFileSync(path, content)
    const { store: _store, name = 'export', ...rest } = options
    const records = await importFile(
      store,
      { path, name },
      { rejectsFolder: folder, tempFolder: folder, ...rest },
    )
    const rejects = records.flatMap(({ rejectsFile }) =>
      rejectsFile === undefined ? [] : readRejects(rejectsFile),
    )
    return { records, threads: await threadsOf(store), rejects }
  } finally {
    if (options.store === undefined) await store.close()
    rmSync(folder, { recursive: true })
  }
}

export function readRejects(path: string): Reject[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Reject)
}

/** What threads hold, as one text that is equal when they are. */
export function contentOf(threads: readonly Thread[]): string {
  return canonicalJson(threads)
}

export function allTexts(threads: readonly Thread[]): string[] {
  return threads.flatMap(({ messages, revisions }) =>
    [...messages, ...revisions].flatMap(({ content }) => textsOf(content)),
  )
}
