import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { wrongUsage } from '../flags.ts'
import { oneLine } from '../output/format.ts'
import { checkListFlags, FILTER_FLAGS, filterOf, PAGE_FLAGS, pageOf } from './filter-flags.ts'
import { printRows, rowOf } from './thread-rows.ts'

export const searchThreadsCommand = defineCommand({
  name: 'threads search',
  summary: 'Find threads by their words; the last may be cut short, "…" is a phrase',
  words: { name: 'WORD', least: 1 },
  flags: { ...FILTER_FLAGS, ...PAGE_FLAGS, ...STORE_FLAG },
  examples: [
    'hitcraft threads search \'vocals "too loud"\'',
    'hitcraft threads search refund --state analyzed --json',
  ],
  check(flags, words) {
    checkListFlags(flags)
    if (words.join('').trim() === '') throw wrongUsage('say which words to look for')
  },
  async run(context, flags, words) {
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
  },
})
