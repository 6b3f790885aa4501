import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modelAnalyzer } from '../src/analysis/models/model-analyzer.ts'
import type { ModelProvider } from '../src/analysis/models/model-provider.ts'
import { runAnalysis } from '../src/analysis/run-analysis.ts'
import { buildThread } from '../src/domain/thread/build-thread.ts'
import { openChatStore } from '../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../src/storage/parse-store-url.ts'
import { plainForm } from '../test/services/models/plain-reader.ts'

/**
 * What a run that asks a model costs beside the model: a provider in this process answers at once. Topics are told by a
 * model that stands, as in all runs but the first.
 *
 * `node bench/model-runs.ts [threads] [store URL]`, default 20,000 and a folder that is removed again
 */
const [count = '20000', url] = process.argv.slice(2)
const threads = Number(count)
const FIRST = 500

const provider: ModelProvider = {
  name: 'claude',
  model: 'claude-haiku-4-5',
  ask: ({ transcript }) =>
    Promise.resolve({
      text: JSON.stringify(plainForm(transcript)),
      stop: 'end',
      usage: { input: 500, output: 100, cacheRead: 2000, cacheWrite: 0 },
    }),
}

const threadAt = (n: number) =>
  buildThread(
    {
      id: `talk-${n}`,
      messages: ['How do I export stem', 'Press export for stem', 'Thanks, that was stem'].map(
        (words, i) => ({
          id: `m${i}`,
          role: i === 1 ? ('assistant' as const) : ('user' as const),
          content: [{ type: 'text' as const, text: `${words} ${n}.` }],
        }),
      ),
    },
    { format: 'bench' },
  )

const folder = await mkdtemp(join(tmpdir(), 'hitcraft-bench-'))
const store = await openChatStore(parseStoreUrl(url ?? `file:${folder}`, folder))
const analyzer = modelAnalyzer('claude', provider)
const merge = async (from: number, to: number) => {
  for (let at = from; at < to; at += 1000) {
    const batch = Array.from({ length: Math.min(1000, to - at) }, (_, i) => threadAt(at + i))
    await store.mergeThreads(batch)
  }
}
await merge(0, FIRST)
await runAnalysis(store, analyzer)
await merge(FIRST, FIRST + threads)
const start = performance.now()
const before = process.cpuUsage()
const run = await runAnalysis(store, analyzer, { budget: { nanoUsd: 1e15 } })
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
const cpu = (user + system) / 1e6
const memory = Math.round(process.memoryUsage().rss / 1e6)
console.log(
  `${run.analyzed} threads: ${Math.round(run.analyzed / seconds)}/s, ${Math.round(run.analyzed / cpu)} in a second of processor time, ${memory} MB`,
)
await store.close()
await rm(folder, { recursive: true, force: true })
