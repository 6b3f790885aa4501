import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { printDamages } from '../output/damages.ts'
import { count } from '../output/format.ts'

export const reindexCommand = defineCommand({
  name: 'reindex',
  summary: 'Rebuild the catalog and the search index from the threads themselves',
  flags: STORE_FLAG,
  examples: ['hitcraft reindex'],
  async run(context) {
    const store = await context.openStore('examine')
    const progress = context.progress('reindex')
    const damages = await store
      .reindex({
        signal: context.signal,
        onProgress: (done, total) => progress.update(done, total, `${done} of ${total}`),
      })
      .finally(() => progress.end())
    await store.flushIndex()
    const state = await store.indexState()
    if (context.json) context.printJson({ index: state, damaged: damages })
    else {
      context.print(`${count(state.indexed, 'thread')} of ${state.total} can be found by search.`)
      printDamages(context, damages)
    }
    return damages.length > 0 ? EXIT.rejects : EXIT.done
  },
})
