import type { Choice } from '../../domain/analysis/choice.ts'
import { facetsAsked, facetText } from '../../domain/thread/facet.ts'
import { checkFilter, conditionsOf } from '../../domain/thread/thread-query.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, PendingThread } from '../../storage/chat-store.ts'
import { pagesOf, pendingPages } from '../../storage/walk.ts'
import { openAnalyzer } from '../registry.ts'
import { sampleOrder } from './sample-order.ts'
import type { Candidate } from './sample-order.ts'

/** Which of the pending threads a run takes up. Without any of it: all. */
export interface ChoiceOptions {
  /**
   * So many threads are drawn at random, the same ones each time, spread over topics and months (`sampleOrder`).
   * Those of them that are analyzed already count among them, so that a run which ended early goes on with the same
   * sample, and a larger one adds to it.
   */
  readonly sample?: number
  /** Threads alone that pass. Facets are read under the key `by`. */
  readonly only?: Pick<ThreadFilter, 'from' | 'to' | 'facets'>
  /** Default: that of the local analyzer, if it is not the one that is to run. */
  readonly by?: string
}

export interface ChosenThreads {
  readonly choice: Choice
  /** In the order in which they are to be taken up, those that are analyzed already among them. */
  readonly ids: readonly string[]
}

const PAGE = 1000
/** Facets with names or words of users, which an erasure would not find in the record of a run. */
const PERSONAL: ReadonlySet<string> = new Set(['user', 'needed'])

/**
 * The threads that a run under a key is to take up; undefined where nothing chooses among them.
 *
 * @throws HitCraftError INVALID_INPUT for a facet that is none or has words of users, and for one of an analysis where no other analyzer has
 *   made any
 */
export async function chooseThreads(
  store: ChatStore,
  analyzerKey: string,
  options: ChoiceOptions,
): Promise<ChosenThreads | undefined> {
  const { sample: size, only } = options
  if (size === undefined && only === undefined) return undefined
  const by = await readUnder(store, analyzerKey, options)
  const candidates: Candidate[] = []
  const filter = { ...only, ...given({ analyzerKey: by }) }
  for await (const page of pagesOf((cursor) =>
    store.listThreads({ ...filter, order: 'id', limit: PAGE, ...cursor }),
  )) {
    for (const { id, lastMessageAt, analysis } of page) {
      const topic = analysis?.state === 'analyzed' ? analysis.topic : undefined
      candidates.push({ id, topic: topic ?? '', month: lastMessageAt?.slice(0, 7) ?? '' })
    }
  }
  const sample = size === undefined ? undefined : { size, of: candidates.length }
  const ids = size === undefined ? candidates.map(({ id }) => id) : sampleOrder(candidates)
  return {
    choice: { ...given({ only: only && told(only), by, sample }) },
    ids: ids.slice(0, size),
  }
}

/** Those of the chosen threads that are pending, in their order. */
export async function pendingOf(
  store: Pick<ChatStore, 'listPending'>,
  analyzerKey: string,
  { ids }: Pick<ChosenThreads, 'ids'>,
): Promise<readonly PendingThread[]> {
  const chosen = new Set(ids)
  const pending = new Map<string, PendingThread>()
  for await (const page of pendingPages(store, analyzerKey)) {
    for (const thread of page) if (chosen.has(thread.id)) pending.set(thread.id, thread)
  }
  return ids.flatMap((id) => pending.get(id) ?? [])
}

/** The key under which topics and facets are read; undefined where nothing was analyzed under any. */
async function readUnder(
  store: ChatStore,
  analyzerKey: string,
  { only, by: named }: ChoiceOptions,
): Promise<string | undefined> {
  const rules = named ?? (await openAnalyzer('local')).key
  // What the key itself says cannot choose what it has not read yet; and the sample would change with each run.
  const other = rules === analyzerKey ? undefined : rules
  checkFilter({ ...only, analyzerKey })
  const { own, keyed } = conditionsOf({ ...only })
  const personal = [...own, ...keyed].find(({ name }) => PERSONAL.has(name))
  if (personal !== undefined) {
    throw new HitCraftError('INVALID_INPUT', `a run cannot choose by ${personal.name}`, {
      remedy: 'Its record keeps what it chose from, and is not to hold names or words of users.',
    })
  }
  const isRead =
    other !== undefined && (await store.countThreads({ analyzerKey: other, state: 'analyzed' })) > 0
  if (isRead) return other
  if (keyed.length === 0) return undefined
  const asked = [...new Set(keyed.map(({ name }) => name))].join(', ')
  throw new HitCraftError(
    'INVALID_INPUT',
    `what is pending cannot be chosen by ${asked}: no other analyzer has read it`,
    {
      remedy: 'Let the local analyzer read the threads first, or choose by from, to or length.',
    },
  )
}

function told({ from, to, facets = {} }: NonNullable<ChoiceOptions['only']>): Choice['only'] {
  return { ...given({ from, to }), facets: facetsAsked(facets).map(facetText).toSorted() }
}
