import type { Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { count } from '../format.ts'

export const reindexCommand: Command = {
  name: 'reindex',
  summary: 'Rebuild the catalog and the search index from the threads themselves',
  usage: '',
  options: {},
  examples: ['hitcraft reindex'],
  async run(context) {
    const store = await context.openStore('read')
    const progress = context.progress('reindex')
    await store
      .reindex({
        signal: context.signal,
        onProgress: (done, total) => progress.update(done, total, `${done} of ${total}`),
      })
      .finally(() => progress.end())
    await store.flushIndex()
    const state = await store.indexState()
    if (context.json) context.printJson({ index: state })
    else
      context.print(`${count(state.indexed, 'thread')} of ${state.total} can be found by search.`)
    return EXIT.done
  },
}
