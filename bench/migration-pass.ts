import '../bin/heap.js'
import { migrateStore } from '../src/app/migrate-store.ts'
import type { StoreTarget } from '../src/storage/backends/backends.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { cpuSeconds, printMeasured, seconds } from './measure.ts'

/**
 * `node bench/migration-pass.ts FROM TO`, for `bench/migration.ts`: one pass between two stores that are given as JSON, in a process
 * that loads what `hitcraft migrate` loads and has its settings of the heap.
 */
const [from, to] = process.argv.slice(2).map((text) => JSON.parse(text) as StoreTarget)
if (from === undefined || to === undefined) throw new Error('name two stores')
const start = performance.now()
const [source, target] = [await openChatStore(from), await openChatStore(to)]
const loaded = cpuSeconds()
const { bytes } = await migrateStore(source, target)
const took = seconds(start)
await source.close()
await target.close()
printMeasured({ took, mb: bytes / 1e6, cpu: cpuSeconds() - loaded })
