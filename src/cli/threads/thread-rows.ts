import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import type { CommandContext } from '../command.ts'
import { LONG_ID, oneLine, shortTime, table } from '../output/format.ts'

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

/** Threads as lines, each with some words of it. Ids stand whole: on a terminal long ones have a line of their own. */
export function printRows(
  context: CommandContext,
  rows: readonly { item: ThreadSummary; words: string }[],
): void {
  if (rows.length === 0) return
  const isApart = context.columns !== undefined && rows.some(({ item }) => item.id.length > LONG_ID)
  const cells = rows.map(({ item, words }) => [
    ...(isApart ? [] : [item.id]),
    shortTime(item.lastMessageAt),
    String(item.messageCount),
    item.analysis?.state === 'analyzed' ? item.analysis.outcome : 'pending',
    oneLine(words, 60),
  ])
  const head = [...(isApart ? [] : ['ID']), 'LAST MESSAGE', 'MESSAGES', 'STATE', 'TITLE']
  for (const [at, line] of table([head, ...cells]).entries()) {
    context.print(line)
    if (isApart) context.print(`  ${visibleLine(rows[at - 1]?.item.id ?? 'ID')}`)
  }
}
