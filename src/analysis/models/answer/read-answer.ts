import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { malformed } from '../calls/malformed.ts'
import type { ModelAnswer } from '../model-provider.ts'
import { answerFormSchema } from './answer-form.ts'
import type { AnswerForm } from './answer-form.ts'

/**
 * The form as the model filled it in.
 * @throws HitCraftError ANSWER_REFUSED, ANSWER_CUT, ANSWER_MALFORMED; no word of the answer is in them
 */
export function readAnswer({ text, stop }: ModelAnswer): AnswerForm {
  if (stop === 'refusal') {
    throw new HitCraftError('ANSWER_REFUSED', 'the model would not answer for this thread', {
      remedy: 'The thread stays pending; another model may answer.',
    })
  }
  if (stop === 'length') {
    throw new HitCraftError('ANSWER_CUT', 'the answer was cut at its most tokens', {
      remedy: 'The thread stays pending; try a model that answers shorter.',
    })
  }
  const form = answerFormSchema.safeParse(parsed(text))
  if (form.success) return form.data
  const [issue] = form.error.issues
  const place = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.join('.')
  throw malformed(`the answer does not have its form (${issue?.code ?? 'unknown'} at ${place})`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed(`the answer is no JSON (${text.length} characters)`)
  }
}
