import type { Analyzer } from '../../../../src/analysis/analyzer.ts'
import { openLocalAnalyzer } from '../../../../src/analysis/local/local-analyzer.ts'
import type { ModelProvider, ModelRequest } from '../../../../src/analysis/models/model-provider.ts'
import type { Thread } from '../../../../src/domain/thread/thread.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'

/** Of all analyzers here that ask a model. */
export const ASKING_KEY = 'claude-1-0123456789ab'

/** One that asks a provider about each thread, and says what the local analyzer says where it is answered. */
export function askingAnalyzer(provider: ModelProvider, maxOutputTokens = 100): Analyzer {
  const local = openLocalAnalyzer()
  const requestOf = (thread: Thread): ModelRequest => ({
    fixed: 'read this',
    transcript: `thread ${thread.id}`,
    schema: {},
    maxOutputTokens,
  })
  const through = (asked: ModelProvider): Analyzer => ({
    key: ASKING_KEY,
    async analyze(thread, options) {
      const { stop } = await asked.ask(requestOf(thread), options)
      if (stop === 'refusal') throw new HitCraftError('ANSWER_REFUSED', 'the model would not')
      const analysis = await local.analyze(thread)
      return { ...analysis, analyzerKey: ASKING_KEY }
    },
  })
  return {
    ...through(provider),
    asks: {
      provider,
      through,
      requestsOf: (thread) => [requestOf(thread)],
      placeholdersOf: () => [],
    },
  }
}
