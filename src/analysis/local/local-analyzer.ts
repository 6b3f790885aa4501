import { analyzerKeyOf } from '../../domain/analyzer-key.ts'
import type { Analysis } from '../../domain/analysis.ts'
import type { Thread } from '../../domain/thread.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Analyzer } from '../analyzer.ts'
import { analyzeReading } from './analyze-thread.ts'
import { ThreadReader } from './read-cues.ts'

/** Raised whenever an answer may change. */
const VERSION = '1'

/** The offline analyzer: rules alone, no model, no network, no key. */
export function openLocalAnalyzer(): Analyzer {
  const key = analyzerKeyOf({ analyzer: 'local', version: VERSION, model: 'rules' })
  // Made at the first thread: commands that only name the key do not wait for it.
  let reader: ThreadReader | undefined
  return {
    key,
    analyze(thread: Thread, options = {}): Promise<Analysis> {
      if (options.signal?.aborted === true) {
        return Promise.reject(new HitCraftError('INTERRUPTED', 'the analysis was stopped'))
      }
      reader ??= new ThreadReader()
      return Promise.resolve(analyzeReading(reader.read(thread), key))
    },
  }
}
