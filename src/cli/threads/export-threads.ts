import { openAnalyzer } from '../../analysis/registry.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { writeOutFile } from '../../files/out-file.ts'
import type { ChatStore, Damage } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { checkTimeRange, file, isStandardOutput, wrongUsage } from '../flags.ts'
import { damageLine } from '../output/damages.ts'
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
    if (ids.length > 0) await refuseMissing(store, ids)
    const damaged: Damage[] = []
    const documents = documentsOf(
      store,
      ids.length > 0 ? [ids] : idsOf(store, filterOf(flags, key)),
      context.signal,
      (damage) => {
        damaged.push(damage)
        context.note(`damaged, and left out: ${damageLine(damage)}`)
      },
    )
    if (out !== undefined && !isStandardOutput(out)) {
      await writeOutFile(out, lines(documents), `--out ${out}`)
      if (context.json) context.printJson({ out, damaged })
      else context.print(`Threads: ${out}`)
    } else if (context.json) await context.printJsonList('threads', documents)
    else await context.printLines(documents)
    return damaged.length > 0 ? EXIT.rejects : EXIT.done
  },
})

/** @throws HitCraftError NOT_FOUND where one is not there, before anything is written */
async function refuseMissing(store: ChatStore, ids: readonly string[]): Promise<void> {
  const { threads, damaged } = await readEach(store, ids)
  const missing = ids.find((id) => !threads.has(id) && !damaged.has(id))
  if (missing === undefined) return
  throw new HitCraftError('NOT_FOUND', `there is no thread ${missing.slice(0, 80)}`)
}

/** The ids of the threads that pass, page by page. */
async function* idsOf(store: ChatStore, filter: ThreadFilter): AsyncGenerator<readonly string[]> {
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      ...filter,
      order: 'id',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    })
    yield page.items.map(({ id }) => id)
    cursor = page.next
  } while (cursor !== undefined)
}

async function* documentsOf(
  store: ChatStore,
  pages: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  signal: AbortSignal,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<string> {
  for await (const ids of pages) {
    const { threads, damaged } = await readEach(store, ids)
    for (const id of ids) {
      signal.throwIfAborted()
      const thread = threads.get(id)
      if (thread !== undefined) yield JSON.stringify(documentOf(thread))
      const spoiled = damaged.get(id)
      if (spoiled !== undefined) onDamage(spoiled.damage)
    }
  }
}

async function* lines(documents: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const document of documents) yield `${document}\n`
}
