import { openAnalyzer } from '../../analysis/registry.ts'
import { outcomeSchema } from '../../domain/analysis/analysis.ts'
import type { ThreadListQuery } from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { CommandContext, ParsedArgs } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { choice, numberFlag, timeRange } from '../flags.ts'
import { oneLine, shortTime, table } from '../format.ts'

export async function listThreads(context: CommandContext, args: ParsedArgs): Promise<number> {
  const store = await context.openStore('read')
  const page = await store.listThreads(await queryOf(context, args))
  if (context.json) {
    context.printJson({ items: page.items.map(rowOf), next: page.next ?? null })
    return EXIT.done
  }
  if (page.items.length === 0) context.print('No threads. Read a log first: hitcraft import FILE')
  printRows(
    context,
    page.items.map((item) => ({ item, words: item.title ?? item.preview ?? '' })),
  )
  if (page.next !== undefined) context.note(`More: --cursor ${page.next}`)
  return EXIT.done
}

export async function searchThreads(
  context: CommandContext,
  args: ParsedArgs,
  rest: readonly string[],
): Promise<number> {
  const words = rest.join(' ')
  if (words.trim() === '') throw new HitCraftError('INVALID_CONFIG', 'say which words to look for')
  const store = await context.openStore('read')
  const page = await store.searchThreads({ ...(await queryOf(context, args)), words })
  if (context.json) {
    const items = page.items.map((hit) => ({
      ...rowOf(hit),
      messageId: hit.messageId,
      part: hit.part,
      start: hit.start,
      end: hit.end,
      match: hit.match,
    }))
    context.printJson({ items, next: page.next ?? null, index: page.index })
    return EXIT.done
  }
  if (page.items.length === 0) context.print('Nothing found.')
  printRows(
    context,
    page.items.map((item) => ({
      item,
      words: `${oneLine(item.match, 30)} · ${item.title ?? item.preview ?? ''}`,
    })),
  )
  if (!page.index.complete) {
    context.note(`The index covers ${page.index.indexed} of ${page.index.total} threads so far.`)
  }
  if (page.next !== undefined) context.note(`More: --cursor ${page.next}`)
  return EXIT.done
}

/** The filter flags as a query; conditions on analyses are read under the configured analyzer. */
export async function queryOf(context: CommandContext, args: ParsedArgs): Promise<ThreadListQuery> {
  const { key } = await openAnalyzer(context.config.analyzer)
  const state = choice(args, 'state', ['pending', 'analyzed'])
  const outcome = choice(args, 'outcome', outcomeSchema.options)
  const order = choice(args, 'order', ['newest', 'id'])
  const limit = numberFlag(args, 'limit')
  const texts = {
    userId: args.text('user'),
    language: args.text('language'),
    topic: args.text('topic'),
    cursor: args.text('cursor'),
  }
  return {
    ...timeRange(args),
    analyzerKey: key,
    ...(state === undefined ? {} : { state }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(order === undefined ? {} : { order }),
    ...(limit === undefined ? {} : { limit }),
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
  }
}

function rowOf(summary: ThreadSummary) {
  return {
    id: summary.id,
    title: summary.title ?? null,
    preview: summary.preview ?? null,
    messageCount: summary.messageCount,
    firstMessageAt: summary.firstMessageAt ?? null,
    lastMessageAt: summary.lastMessageAt ?? null,
    userIds: summary.userIds,
    analysis: summary.analysis ?? null,
  }
}

function printRows(
  context: CommandContext,
  rows: readonly { item: ThreadSummary; words: string }[],
): void {
  if (rows.length === 0) return
  const cells = rows.map(({ item, words }) => [
    item.id.length > 40 ? `${item.id.slice(0, 39)}…` : item.id,
    shortTime(item.lastMessageAt),
    String(item.messageCount),
    item.analysis?.state === 'analyzed' ? item.analysis.outcome : 'pending',
    oneLine(words, 60),
  ])
  const head = ['ID', 'LAST MESSAGE', 'MESSAGES', 'STATE', 'TITLE']
  for (const line of table([head, ...cells])) context.print(line)
}
