import { analyzerKeyOf } from '../../domain/analysis/analyzer-key.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Analyzer } from '../analyzer.ts'
import { analyzeReading } from './analyze-thread.ts'
import { modelDigest } from './model-digest.ts'
import type { ThreadReader } from './read-cues.ts'

/** Of the code: raised whenever an answer may change by it. */
const VERSION = '12'

/** The offline analyzer: rules and small models, no network, no key. */
export function openLocalAnalyzer(): Analyzer {
  const key = analyzerKeyOf({ analyzer: 'local', version: VERSION, model: modelDigest() })
  // Loaded at the first thread: commands that only name the key do not wait for it.
  let loading: Promise<ThreadReader> | undefined
  return {
    key,
    async analyze(thread: Thread, options = {}): Promise<Analysis> {
      if (options.signal?.aborted === true) {
        throw new HitCraftError('INTERRUPTED', 'the analysis was stopped')
      }
      loading ??= loadReader()
      return analyzeReading((await loading).read(thread), key)
    },
  }
}

async function loadReader(): Promise<ThreadReader> {
  const { ThreadReader } = await import('./read-cues.ts')
  return new ThreadReader()
}
