import { availableParallelism } from 'node:os'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { AnalyzeOptions, OpenAnalyzer } from '../analyzer.ts'
import { openAnalyzer } from '../registry.ts'
import type { AnalyzerName } from '../registry.ts'
import type { ModelAnalyzerSettings } from '../models/open-model-analyzer.ts'
import type { AnalysisTask } from './analysis-worker.ts'
import { AHEAD, WorkerPool } from './worker-pool.ts'

/** Beyond so many the one thread that reads the store and writes the results is what all wait for. */
const MOST_WORKERS = 4

export interface ApartOptions {
  /** Worker threads at most; 0: the calling thread does it all. Default one a core, at most 4. */
  readonly workers?: number
  /**
   * Conversations that are analyzed in the calling thread before workers are started, for callers whom it keeps
   * from nothing: few are done sooner than a worker is there. Default 0.
   */
  readonly inPlace?: number
  /** Of an analyzer that asks a model. */
  readonly modelSettings?: ModelAnalyzerSettings
}

/**
 * Opens an analyzer that works in threads of its own, so that the one which calls goes on with its own work. It
 * answers what the same analyzer answers in place. One that asks a model waits most of the time, and needs none.
 */
export async function openAnalyzerApart(
  name: AnalyzerName,
  { workers = defaultWorkers(), inPlace = 0, modelSettings = {} }: ApartOptions = {},
): Promise<OpenAnalyzer> {
  // It loads what it works with when it is first asked, and so never unless it works in place.
  const near = await openAnalyzer(name, modelSettings)
  if (near.asks !== undefined) return { ...near, close: () => Promise.resolve() }
  const pool = new WorkerPool<AnalysisTask, Analysis>(FILE, workers)
  let left = workers === 0 ? Number.POSITIVE_INFINITY : inPlace
  return {
    key: near.key,
    get atOnce() {
      return left > 0 ? 1 : workers * AHEAD
    },
    async analyze(thread: Thread, options: AnalyzeOptions = {}): Promise<Analysis> {
      if (left-- > 0) return near.analyze(thread, options)
      if (options.signal?.aborted === true) {
        throw new HitCraftError('INTERRUPTED', 'the analysis was stopped')
      }
      return pool.run({ analyzer: name, thread })
    },
    close: () => pool.close(),
  }
}

function defaultWorkers(): number {
  return Math.min(MOST_WORKERS, availableParallelism())
}

/** Beside this file, also where both are built. */
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? './analysis-worker.ts' : './analysis-worker.js',
  import.meta.url,
)
