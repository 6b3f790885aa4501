import { searchByMeaning } from '../../app/threads/search-by-meaning.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { text, wrongUsage } from '../flags.ts'
import type { FlagValues } from '../flags.ts'
import { oneLine } from '../output/format.ts'
import { checkListFlags, FILTER_FLAGS, filterOf, PAGE_FLAGS, pageOf } from './filter-flags.ts'
import { noThreadsText } from './no-threads.ts'
import { printRows, rowOf } from './thread-rows.ts'

const FLAGS = {
  like: text(
    'TEXT|ID',
    'instead of words: threads in which something like it was asked, in any language, nearest first; a text, or the id of a thread',
  ),
  ...FILTER_FLAGS,
  ...PAGE_FLAGS,
  ...STORE_FLAG,
}

export const searchThreadsCommand = defineCommand({
  name: 'threads search',
  summary: 'Find threads by their words (the last may be cut short, "…" is a phrase) or by meaning',
  words: { name: 'WORD', least: 0 },
  flags: FLAGS,
  examples: [
    'hitcraft threads search \'vocals "too loud"\'',
    'hitcraft threads search refund --state analyzed --json',
    'hitcraft threads search --like "export each instrument apart" --limit 10',
  ],
  check(flags, words) {
    checkListFlags(flags)
    const { like, order, cursor } = flags
    if (like !== undefined) {
      if (words.length > 0) throw wrongUsage('takes either words or --like')
      if (order !== undefined || cursor !== undefined) {
        throw wrongUsage('--like has one page, nearest first: no --order, no --cursor')
      }
      return
    }
    if (words.join('').trim() === '') throw wrongUsage('say which words to look for')
  },
  async run(context, flags, words) {
    if (flags.like !== undefined) return await searchLike(context, flags.like, flags)
    const { store, analyzer } = await context.openWorkspace('read')
    const query = {
      ...filterOf(flags),
      analyzerKey: analyzer.key,
      ...pageOf(flags),
      words: words.join(' '),
    }
    const page = await store.searchThreads(query)
    if (context.json) {
      const items = page.items.map((hit) => {
        const { messageId, part, start, end, match } = hit
        return { ...rowOf(hit), messageId, part, start, end, match }
      })
      context.printJson({ items, next: page.next ?? null, index: page.index })
      return EXIT.done
    }
    if (page.items.length === 0) {
      context.print(await noThreadsText(context, store, 'Nothing found.'))
    }
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
  },
})

async function searchLike(
  context: CommandContext,
  like: string,
  flags: FlagValues<typeof FLAGS>,
): Promise<number> {
  const workspace = await context.openWorkspace('read')
  const { threads, searched } = await searchByMeaning(workspace, like, {
    filter: filterOf(flags),
    limit: flags.limit ?? 20,
    signal: context.signal,
  })
  if (context.json) {
    const items = threads.map(({ summary, near, request }) => ({
      ...rowOf(summary),
      near,
      request: { ...request, evidence: request.evidence ?? null },
    }))
    context.printJson({ items, searched })
    return EXIT.done
  }
  if (threads.length === 0) {
    const none = 'Nothing like it was asked.'
    context.print(await noThreadsText(context, workspace.store, none))
  }
  printRows(
    context,
    threads.map(({ summary, near, request }) => ({
      item: summary,
      words: `${near.toFixed(2)} · ${request.words}`,
    })),
  )
  context.note(`${searched} analyzed threads were looked through.`)
  return EXIT.done
}
