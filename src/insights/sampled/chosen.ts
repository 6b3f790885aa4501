import { z } from 'zod'
import { choiceOfKey, filterOfChoice } from '../../analysis/choosing/choice-of-key.ts'
import type { KeyChoice } from '../../analysis/choosing/choice-of-key.ts'
import { choiceSchema } from '../../domain/analysis/choice.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { threadsOf } from '../counting/labels.ts'

/** What the threads that a report speaks of were chosen from. */
export const chosenSchema = z.strictObject({
  ...choiceSchema.pick({ only: true, by: true }).shape,
  /** Where they were drawn at random: how many, and of how many. Every figure then has its interval. */
  sample: z.strictObject({ n: z.int(), of: z.int() }).optional(),
  /** All of it as sentences for people. */
  statement: z.string(),
})
export type Chosen = z.infer<typeof chosenSchema>

type Range = Pick<ThreadFilter, 'from' | 'to'>

/** Undefined where no run under the key chose, or all that there is was drawn. */
export async function chosenOf(
  store: ChatStore,
  analyzerKey: string,
  range: Range,
): Promise<Chosen | undefined> {
  const choice = await choiceOfKey(store, analyzerKey)
  if (choice === undefined) return undefined
  const { only, by, how } = choice
  const n = await store.countThreads({ ...range, analyzerKey, state: 'analyzed' })
  const of = await store.countThreads({
    ...filterOfChoice(choice, range),
    ...given({ analyzerKey: by }),
  })
  if (n >= of && only === undefined) return undefined
  const sample = how === 'sample' && n < of ? { n, of } : undefined
  return { ...given({ only, by, sample }), statement: statementOf(choice, n, of) }
}

function statementOf(choice: KeyChoice, n: number, of: number): string {
  const part = `${threadsOf(n)} of ${of.toLocaleString('en-US')}`
  const which = conditionsText(choice)
  if (choice.how === 'mixed') {
    return `${part}, chosen in several ways: they say nothing of the others.`
  }
  if (choice.how === 'all' || n >= of)
    return `Of threads ${which} alone: it says nothing of others.`
  const alone = which === '' ? '' : ` ${which}; it says nothing of others`
  return `A sample: ${part} drawn at random${alone}. Beside a share stands where that of all of them lies, at 95 %.`
}

function conditionsText({ only, by = '' }: KeyChoice): string {
  const { from, to, facets = [] } = only ?? {}
  return [
    ...(facets.length === 0 ? [] : [`that have ${facets.join(' and ')} by ${by}`]),
    ...(from === undefined ? [] : [`from ${from.slice(0, 10)}`]),
    ...(to === undefined ? [] : [`before ${to.slice(0, 10)}`]),
  ].join(', ')
}
