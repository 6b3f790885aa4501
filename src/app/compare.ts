import { given } from '../domain/values/given.ts'
import { behindAllOf, firstOf } from '../domain/values/paired-id.ts'
import { parseTimeRange } from '../domain/values/time.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import { compareAnalyses } from '../insights/comparing/compare-analyses.ts'
import type { Comparison, Differences } from '../insights/comparing/comparison.ts'
import { listDifferences as listPage } from '../insights/comparing/list-differences.ts'
import { sidesOf } from '../insights/comparing/sides.ts'
import type { ComparedKeys } from '../insights/comparing/sides.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import type { Workspace } from './workspace.ts'

/**
 * Which two opinions: an analyzer key each, or the beginning of one that no other key has. A bound of time is a date
 * (its midnight, UTC) or a date and time with a zone.
 */
export type Opinions = ComparedKeys

/** Runs that are looked at for which key ran last. */
const LOOK_BACK = 50

/** An analyzer that has read threads. */
export interface Opinion {
  readonly analyzerKey: string
  /** Threads that it has read at their present content. */
  readonly analyzed: number
}

/**
 * Whose opinions there are to compare: the workspace's own analyzer first, then the others, the one that ran last before. One that has
 * read nothing is left out.
 */
export async function listOpinions({
  store,
  analyzer,
}: Pick<Workspace, 'store' | 'analyzer'>): Promise<readonly Opinion[]> {
  const opinions: Opinion[] = []
  for (const analyzerKey of new Set([analyzer.key, ...(await knownKeys(store))])) {
    const analyzed = await store.countThreads({ analyzerKey, state: 'analyzed' })
    if (analyzed > 0) opinions.push({ analyzerKey, analyzed })
  }
  return opinions
}

/**
 * How far two analyzers agree on the threads that both have read at their present content: by field, beyond chance. Where one of them
 * has read a sample and the other all, also how often each thing is found among all.
 *
 * @throws HitCraftError NOT_FOUND for a key under which nothing is analyzed, INVALID_INPUT for one that several keys begin
 *   with, for a key twice, and for a time that is none; anything of the store
 */
export async function compare(
  { store }: Pick<Workspace, 'store'>,
  opinions: Opinions,
): Promise<Comparison> {
  return compareAnalyses(store, { ...(await keysOf(store, opinions)), ...parseTimeRange(opinions) })
}

/**
 * The threads of which two analyzers do not say the same in a field of their comparison, by id.
 *
 * @param page `limit` from 1 to 1,000, default 50; `cursor`: `next` of the page before
 * @throws HitCraftError as `compare`, and INVALID_INPUT for a field or cursor that is none
 */
export async function listDifferences(
  { store }: Pick<Workspace, 'store'>,
  opinions: Opinions,
  field: string,
  { limit, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Differences> {
  const keys = { ...(await keysOf(store, opinions)), ...parseTimeRange(opinions) }
  const { a, b } = await sidesOf(store, keys)
  const page = given({ cursor })
  return listPage(store, {
    a: { ...a, ...page },
    b: { ...b, ...page },
    field,
    ...(limit === undefined ? {} : { limit }),
  })
}

async function keysOf(store: ChatStore, { a, b }: Opinions): Promise<{ a: string; b: string }> {
  const known = new Set(await knownKeys(store))
  const keys = { a: await keyOf(store, a, known), b: await keyOf(store, b, known) }
  if (keys.a !== keys.b) return keys
  throw new HitCraftError('INVALID_INPUT', `both opinions are those of ${keys.a}`, {
    remedy: `Name two keys. ${told(known)}`,
  })
}

/**
 * The keys under which there are analyses, also such as came without the runs that made them: the one that ran last
 * first. One question a key, as ids of analyses begin with their key.
 */
async function knownKeys(store: ChatStore): Promise<readonly string[]> {
  const keys: string[] = []
  for (let after: string | undefined; ;) {
    const [first] = await store.listStamps('analysis', { limit: 1, ...given({ after }) })
    if (first === undefined) break
    const key = firstOf(first.id)
    if (key !== undefined) keys.push(key)
    after = key === undefined ? first.id : behindAllOf(key)
  }
  const lately = await store.listRecords('run', { descending: true, limit: LOOK_BACK })
  const ran = new Set(lately.map(({ analyzerKey }) => analyzerKey))
  const isKnown = new Set(keys)
  return [...[...ran].filter((key) => isKnown.has(key)), ...keys.filter((key) => !ran.has(key))]
}

async function keyOf(store: ChatStore, named: string, known: ReadonlySet<string>): Promise<string> {
  const isKey = async (key: string) =>
    (await store.countThreads({ analyzerKey: key, state: 'analyzed' })) > 0
  // Also of analyses that came from another store, without the runs that made them.
  if (await isKey(named)) return named
  const found = [...known].filter((key) => key.startsWith(named))
  if (found.length > 1) {
    throw new HitCraftError('INVALID_INPUT', `several keys begin with "${named.slice(0, 80)}"`, {
      remedy: `Name one: ${found.join(', ')}.`,
    })
  }
  const [key] = found
  if (key !== undefined && (await isKey(key))) return key
  throw new HitCraftError('NOT_FOUND', `nothing is analyzed under "${named.slice(0, 80)}"`, {
    remedy: told(known),
  })
}

function told(known: ReadonlySet<string>): string {
  return known.size === 0 ? 'Nothing was analyzed yet.' : `There are ${[...known].join(', ')}.`
}
