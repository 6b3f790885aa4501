import type { Thread } from '../../../domain/thread/thread.ts'
import { given } from '../../../domain/values/given.ts'
import type { AnalyzeOptions } from '../../analyzer.ts'
import type { ModelProvider, ModelRequest } from '../model-provider.ts'
import { hashOfRequest } from '../thread-requests.ts'
import type { AnswerForm } from './answer-form.ts'
import { readAnswer } from './read-answer.ts'

/**
 * The answer to one request of a thread: one that was kept, else a new one, which is.
 * @throws HitCraftError as `readAnswer` and `ModelProvider.ask`, and of the store of what is kept
 */
export async function answerTo(
  request: ModelRequest,
  { id }: Thread,
  asked: ModelProvider,
  { signal, answers }: AnalyzeOptions,
): Promise<AnswerForm> {
  const sent = hashOfRequest(request)
  const kept = await answers?.find(id, sent)
  if (kept !== undefined) return readAnswer({ text: kept, stop: 'end' })
  const answer = await asked.ask(request, given({ signal }))
  const form = readAnswer(answer)
  // Where it cannot be kept it is asked for again at worst; the thread has not failed for that.
  await answers?.keep(id, sent, answer.text).catch((error: unknown) => error)
  return form
}
