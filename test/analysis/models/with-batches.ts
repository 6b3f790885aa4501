import { onTestFinished } from 'vitest'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import type { RunOptions } from '../../../src/analysis/run/run-options.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import type { BatchBehaviour, MadeBatch } from '../../services/models/batch-desk.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { Behave } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'

/** Milliseconds between two looks of a run that waits here. */
export const PAUSE = { first: 2, longest: 20 }

/** An analyzer over a double that takes batches, for the test that asks. */
export async function withBatches(
  name: 'claude' | 'openai',
  behave: Behave = plainReader,
  behaveBatch?: (batch: MadeBatch) => BatchBehaviour,
) {
  const double = await startModelDouble(behave, behaveBatch)
  onTestFinished(() => double.close())
  const analyzer = openModelAnalyzer(name, double.settings)
  const batched = (store: ChatStore, options: RunOptions = {}) =>
    runAnalysis(store, analyzer, { ...options, batch: { pause: PAUSE, ...options.batch } })
  /** Submits, and is interrupted once it waits. */
  const submitted = (store: ChatStore, options: RunOptions = {}) => {
    const stop = new AbortController()
    const batch = { onWaiting: () => stop.abort() }
    return batched(store, { ...options, signal: stop.signal, batch })
  }
  const oneByOne = (store: ChatStore) => runAnalysis(store, analyzer)
  return { double, analyzer, batched, submitted, oneByOne }
}
