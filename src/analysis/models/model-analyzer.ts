import type { Analysis } from '../../domain/analysis/analysis.ts'
import { analyzerKeyOf } from '../../domain/analysis/analyzer-key.ts'
import type { AnalyzerIdentity } from '../../domain/analysis/analyzer-key.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { Analyzer, AnalyzeOptions } from '../analyzer.ts'
import { analysisOf } from './answer/analysis-of.ts'
import { formsOf } from './answer/forms-of.ts'
import type { ModelProvider } from './model-provider.ts'
import { readPrompt } from './prompts/prompt.ts'
import { requestsOf } from './thread-requests.ts'

/** Of the code of the kit: raised whenever the same answers may make another analysis. */
const VERSION = '1'

/**
 * An analyzer that asks a model.
 *
 * @param name whose key its analyses stand under
 * @param names of people that are taken out of what is sent; see `Redactor`
 */
export function modelAnalyzer(
  name: Exclude<AnalyzerIdentity['analyzer'], 'local'>,
  provider: ModelProvider,
  names: readonly string[] = [],
): Analyzer {
  const { text: fixed, hash } = readPrompt()
  const key = analyzerKeyOf({
    analyzer: name,
    version: VERSION,
    model: provider.model,
    prompt: hash,
  })
  const through = (asked: ModelProvider): Analyzer => ({
    key,
    analyze: (thread, options) => analyze(thread, asked, options),
    asks: {
      provider: asked,
      through,
      requestsOf: (thread) => requestsOf(thread, fixed, names).requests,
      placeholdersOf: (thread) => requestsOf(thread, fixed, names).shown.placeholders,
    },
  })

  const analyze = async (
    thread: Thread,
    asked: ModelProvider,
    options: AnalyzeOptions = {},
  ): Promise<Analysis> => {
    const { shown, requests } = requestsOf(thread, fixed, names)
    const forms = await formsOf(thread.id, requests, asked, options)
    return analysisOf(thread, shown, forms, key)
  }

  return through(provider)
}
