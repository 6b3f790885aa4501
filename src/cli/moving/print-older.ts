import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { visible } from '../../domain/values/visible.ts'
import type { OlderResult } from '../../domain/older-result.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { count, oneLine, shortTime, table } from '../output/format.ts'

const UNVERIFIED = 'Made by the older app: nothing of it was verified, and no report counts it.'

/**
 * Prints one result of the older app as it is, or lists them all.
 * @param name its path, or `all`
 * @throws HitCraftError NOT_FOUND
 */
export async function printOlder(
  context: CommandContext,
  store: ChatStore,
  name: string,
  limit: number,
): Promise<number> {
  if (name === 'all') return listOlder(context, store, limit)
  const result = await store.getRecord('olderResult', name)
  if (result === undefined) {
    throw new HitCraftError(
      'NOT_FOUND',
      `there is no result of the older app named ${oneLine(name)}`,
      {
        remedy: 'List them with: hitcraft history --older all',
      },
    )
  }
  const { content } = result
  if (context.json) context.printJson({ older: [documentOf(result)] })
  else if (content === undefined) context.print('It spoke of a thread that was erased.')
  else if (typeof content === 'string') context.print(visible(content))
  else context.print(visible(JSON.stringify(content, null, 2)))
  context.note(UNVERIFIED)
  return EXIT.done
}

async function listOlder(
  context: CommandContext,
  store: ChatStore,
  limit: number,
): Promise<number> {
  const results = await store.listRecords('olderResult', { limit })
  if (context.json) {
    const documents = results.map((result) => {
      const { content: _content, ...document } = documentOf(result)
      return document
    })
    context.printJson({ older: documents })
    return EXIT.done
  }
  if (results.length === 0) {
    context.print('There is nothing of the older app here.')
    return EXIT.done
  }
  const rows = results.map(({ id, madeAt, threadIds, content }) => [
    oneLine(id),
    shortTime(madeAt),
    count(threadIds.length, 'thread'),
    content === undefined ? 'erased' : '',
  ])
  for (const line of table([['RESULT', 'MADE (UTC)', 'OF', ''], ...rows])) context.print(line)
  context.note(UNVERIFIED)
  return EXIT.done
}

function documentOf({ madeAt, content, ...result }: OlderResult) {
  return { ...result, madeAt: madeAt ?? null, verified: false, content: content ?? null }
}
