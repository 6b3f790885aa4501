import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import type { BudgetLimit } from '../../../src/domain/analysis/spending.ts'
import type { StoreTarget } from '../../../src/storage/backends/backends.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'

/** What a worker is started with. */
export interface PaidWork {
  readonly target: StoreTarget
  /** Where the service is, and with which key it is asked. */
  readonly settings: Readonly<Record<string, string>>
  readonly budget: BudgetLimit
}

/** Asks a model about what is pending, and prints its run at the end. */
const [given = ''] = process.argv.slice(2)
const { target, settings, budget } = JSON.parse(given) as PaidWork
const store = await openChatStore(target)
const run = await runAnalysis(store, await openAnalyzer('claude', settings), { budget })
process.stdout.write(JSON.stringify(run))
await store.close()
