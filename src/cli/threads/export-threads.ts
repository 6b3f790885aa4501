import { Readable } from 'node:stream'
import { openAnalyzer } from '../../analysis/registry.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { writeOutFile } from '../../files/out-file.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { checkTimeRange, file, isStandardOutput, wrongUsage } from '../flags.ts'
import { FILTER_FLAGS, filterOf } from './filter-flags.ts'
import { documentOf } from './thread-document.ts'

export const exportThreadsCommand = defineCommand({
  name: 'threads export',
  summary: 'Print threads as JSON Lines, by id: those named, or those of a filter',
  words: { name: 'ID', least: 0 },
  flags: {
    ...FILTER_FLAGS,
    out: file('write to this file instead of standard output'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft threads export --out threads.jsonl',
    'hitcraft threads export 67cf2a1b9d3e4f5061728394 --json',
  ],
  check(flags, ids) {
    checkTimeRange(flags)
    const filter = Object.keys(FILTER_FLAGS).find((name) => name in flags)
    if (ids.length > 0 && filter !== undefined) {
      throw wrongUsage(`--${filter} chooses threads, and so do ids: give either`)
    }
  },
  async run(context, { out, ...flags }, ids) {
    const { key } = await openAnalyzer(context.config.analyzer)
    const store = await context.openStore('read')
    const documents =
      ids.length > 0 ? await namedThreads(store, ids) : threadsOf(store, filterOf(flags, key))
    if (out !== undefined && !isStandardOutput(out)) {
      await writeOutFile(out, lines(documents, context.signal), `--out ${out}`)
      if (context.json) context.printJson({ out })
      else context.print(`Threads: ${out}`)
    } else if (context.json) await context.printJsonList('threads', documents)
    else for await (const document of documents) context.print(document)
    return EXIT.done
  },
})

/** @throws HitCraftError NOT_FOUND before the first, where one is not there */
async function namedThreads(
  store: ChatStore,
  ids: readonly string[],
): Promise<AsyncIterable<string>> {
  const threads = await store.getThreads(ids)
  const missing = ids.find((_, at) => threads[at] === undefined)
  if (missing !== undefined) {
    throw new HitCraftError('NOT_FOUND', `there is no thread ${missing.slice(0, 80)}`)
  }
  return Readable.from(
    threads.flatMap((thread) => (thread === undefined ? [] : [JSON.stringify(documentOf(thread))])),
  )
}

async function* threadsOf(store: ChatStore, filter: ThreadFilter): AsyncGenerator<string> {
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      ...filter,
      order: 'id',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const thread of await store.getThreads(page.items.map(({ id }) => id))) {
      if (thread !== undefined) yield JSON.stringify(documentOf(thread))
    }
    cursor = page.next
  } while (cursor !== undefined)
}

async function* lines(
  documents: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const document of documents) {
    signal.throwIfAborted()
    yield `${document}\n`
  }
}
