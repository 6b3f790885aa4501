import { defineCommand, STORE_FLAG } from '../command.ts'
import { threadsOf } from '../../insights/counting/labels.ts'
import { EXIT } from '../exit-codes.ts'
import { checkListFlags, FILTER_FLAGS, filterOf, PAGE_FLAGS, pageOf } from './filter-flags.ts'
import { noThreadsText } from './no-threads.ts'
import { printRows, rowOf } from './thread-rows.ts'

export const listThreadsCommand = defineCommand({
  name: 'threads list',
  summary: 'List threads, newest last message first, and say how many there are',
  flags: { ...FILTER_FLAGS, ...PAGE_FLAGS, ...STORE_FLAG },
  examples: [
    'hitcraft threads list --from 2025-03-01 --json',
    'hitcraft threads list --state pending --limit 200',
    'hitcraft threads list --facet failure:cut-off --facet noticed:cut-off/nobody --order oldest',
  ],
  check(flags) {
    checkListFlags(flags)
  },
  async run(context, flags) {
    const { store, analyzer } = await context.openWorkspace('read')
    const filter = { ...filterOf(flags), analyzerKey: analyzer.key }
    const [page, total] = await Promise.all([
      store.listThreads({ ...filter, ...pageOf(flags) }),
      store.countThreads(filter),
    ])
    if (context.json) {
      context.printJson({ items: page.items.map(rowOf), next: page.next ?? null, total })
      return EXIT.done
    }
    if (page.items.length === 0) {
      const none = 'No thread fits: use other conditions.'
      context.print(await noThreadsText(context, store, none))
    }
    printRows(
      context,
      page.items.map((item) => ({ item, words: item.title ?? item.preview ?? '' })),
    )
    const isPart = page.next !== undefined || flags.cursor !== undefined
    context.note(isPart ? `${page.items.length} of ${threadsOf(total)}` : threadsOf(total))
    if (page.next !== undefined) context.note(`More: --cursor ${page.next}`)
    return EXIT.done
  },
})
