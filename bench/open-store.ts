import { buildReport } from '../src/insights/build-report.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import type { StoreTarget } from '../src/storage/backends/backends.ts'
import { printMeasured, seconds } from './measure.ts'

/**
 * `node bench/open-store.ts TARGET ANALYZER_KEY`: a process that starts on a store that is there: opens it,
 * lists a page and counts the report. A part of `bench/stores.ts`.
 */
const [target = '', analyzerKey = ''] = process.argv.slice(2)
const start = performance.now()
const store = await openChatStore(JSON.parse(target) as StoreTarget)
const open = seconds(start)
await store.listThreads({ limit: 50 })
const firstPage = seconds(start)
const reportStart = performance.now()
await buildReport(store, { analyzerKey })
const report = seconds(reportStart)
await store.close()
printMeasured({ open, firstPage, report })
