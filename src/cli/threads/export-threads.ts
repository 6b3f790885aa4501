import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { resolve } from 'node:path'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { CommandContext, ParsedArgs } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { queryOf } from './list-threads.ts'
import { documentOf } from './show-thread.ts'

/** Threads as JSON Lines, one document as `threads show --json` prints it a line, by id. */
export async function exportThreads(
  context: CommandContext,
  args: ParsedArgs,
  ids: readonly string[],
): Promise<number> {
  const store = await context.openStore('read')
  const query = await queryOf(context, args)
  const out = args.text('out')
  const lines = ids.length > 0 ? namedLines(store, ids) : filteredLines(store, query)
  if (out === undefined) {
    for await (const line of lines) context.print(line.trimEnd())
    return EXIT.done
  }
  const part = `${resolve(out)}.part`
  await pipeline(Readable.from(lines), createWriteStream(part), { signal: context.signal })
  await rename(part, resolve(out))
  if (context.json) context.printJson({ out: resolve(out) })
  else context.print(`Threads: ${resolve(out)}`)
  return EXIT.done
}

async function* namedLines(store: ChatStore, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    const thread = await store.getThread(id)
    if (thread === undefined) {
      throw new HitCraftError('NOT_FOUND', `there is no thread ${id.slice(0, 80)}`)
    }
    yield `${JSON.stringify(documentOf(thread))}\n`
  }
}

async function* filteredLines(
  store: ChatStore,
  query: Awaited<ReturnType<typeof queryOf>>,
): AsyncGenerator<string> {
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      ...query,
      order: 'id',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const thread of await store.getThreads(page.items.map(({ id }) => id))) {
      if (thread !== undefined) yield `${JSON.stringify(documentOf(thread))}\n`
    }
    cursor = page.next
  } while (cursor !== undefined)
}
