import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import type { CommandContext } from '../command.ts'
import { oneLine, shortTime, table } from '../output/format.ts'

/** A thread in the documents of lists and searches. */
export function rowOf(summary: ThreadSummary) {
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

/** Threads as lines, each with some words of it. */
export function printRows(
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
