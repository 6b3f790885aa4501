import type { AnalyzeOptions } from '../../analyzer.ts'
import type { ModelProvider, ModelRequest } from '../model-provider.ts'
import { hashOfRequest } from '../thread-requests.ts'
import type { AnswerForm } from './answer-form.ts'
import { readAnswer } from './read-answer.ts'

/**
 * The forms of a thread's requests, in their order. They are asked one after the other: a thread is not worth more slots than
 * others, and the first that fails is the last paid. Where all are paid already, those behind it are kept too. What was answered
 * before is not asked again; the last answer is not kept, as the analysis is stored with it.
 *
 * @throws HitCraftError as `readAnswer` and `ModelProvider.ask`
 */
export async function formsOf(
  threadId: string,
  requests: readonly ModelRequest[],
  asked: ModelProvider,
  { kept, isPaid = false, ...options }: AnalyzeOptions,
): Promise<AnswerForm[]> {
  const forms: AnswerForm[] = []
  if (kept === undefined || requests.length < 2) {
    for (const request of requests) forms.push(readAnswer(await asked.ask(request, options)))
    return forms
  }
  const all = requests.map((request) => ({ request, sent: hashOfRequest(request) }))
  const before = await kept.of(threadId)
  const known = new Map(all.flatMap(({ sent }) => answered(before, sent)))
  const failures: unknown[] = []
  for (const { request, sent } of all) {
    const text = known.get(sent)
    if (text !== undefined) {
      forms.push(readAnswer({ text, stop: 'end' }))
      continue
    }
    try {
      const answer = await asked.ask(request, options)
      forms.push(readAnswer(answer))
      known.set(sent, answer.text)
    } catch (error) {
      if (!isPaid) throw error
      failures.push(error)
      continue
    }
    if (known.size < all.length) await kept.keep(threadId, known)
  }
  if (failures.length > 0) throw failures[0]
  return forms
}

function answered(before: ReadonlyMap<string, string>, sent: string): [string, string][] {
  const text = before.get(sent)
  return text === undefined ? [] : [[sent, text]]
}
