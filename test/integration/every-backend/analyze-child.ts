import { setTimeout as delay } from 'node:timers/promises'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import type { StoreTarget } from '../../../src/storage/backends/backends.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'

/**
 * Analyzes what is pending, each thread after so many milliseconds, and prints how many are done whenever some
 * were stored, and at its end the run.
 */
const [target = '', pause = '0'] = process.argv.slice(2)
const store = await openChatStore(JSON.parse(target) as StoreTarget)
const local = await openAnalyzer('local')
const run = await runAnalysis(
  store,
  {
    key: local.key,
    analyze: async (thread, options) => {
      await delay(Number(pause))
      return local.analyze(thread, options)
    },
  },
  { onProgress: (done) => process.stdout.write(`${done}\n`) },
)
process.stdout.write(`${JSON.stringify(run)}\n`)
await store.close()
