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

/** Undefined where the runs under the key took whatever was pending, or chose in several ways, and for a sample of all. */
export async function chosenOf(
  store: ChatStore,
  analyzerKey: string,
  range: Range,
): Promise<Chosen | undefined> {
  const choice = await choiceOfKey(store, analyzerKey)
  if (choice === undefined) return undefined
  const { only, by, isSample } = choice
  const n = await store.countThreads({ ...range, analyzerKey, state: 'analyzed' })
  const of = await store.countThreads({
    ...filterOfChoice(choice, range),
    ...given({ analyzerKey: by }),
  })
  const sample = isSample && n < of ? { n, of } : undefined
  if (sample === undefined && only === undefined) return undefined
  return { ...given({ only, by, sample }), statement: statementOf(choice, sample) }
}

function statementOf({ only, by = '' }: KeyChoice, sample: Chosen['sample']): string {
  const { from, to, facets = [] } = only ?? {}
  const conditions = [
    ...(facets.length === 0 ? [] : [`that have ${facets.join(' and ')} by ${by}`]),
    ...(from === undefined ? [] : [`from ${from.slice(0, 10)}`]),
    ...(to === undefined ? [] : [`before ${to.slice(0, 10)}`]),
  ]
  const which = conditions.join(', ')
  if (sample === undefined) return `Of threads ${which} alone: it says nothing of others.`
  const drawn = `A sample: ${threadsOf(sample.n)} drawn at random out of ${sample.of.toLocaleString('en-US')}`
  const alone = which === '' ? '' : ` ${which}; it says nothing of others`
  return `${drawn}${alone}. Beside a share stands where that of all of them lies, at 95 %.`
}
