import { openEncoder, similarity } from '../../analysis/encoder/encoder.ts'
import type { Analysis, Fulfilment, Request } from '../../domain/analysis/analysis.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { pagesAhead } from '../../storage/walk.ts'
import type { Workspace } from '../workspace.ts'

/** Analyses held at once. */
const PAGE = 200

/** Of two requests that have nothing in common, 19 in 20 are less near than this; such threads are left out. */
const LEAST_NEAR = 0.3

/** A thread in which something like it was asked. */
export interface NearThread {
  readonly summary: ThreadSummary
  /** How near its nearest request is: the cosine of the vectors, to two decimals; 1 is the same words. */
  readonly near: number
  /** That request, in the words of the user where they are quoted. */
  readonly request: {
    readonly words: string
    readonly fulfilment: Fulfilment
    readonly evidence?: Evidence
  }
}

export interface SearchByMeaning {
  /** Nearest first; of equally near ones, by id. */
  readonly threads: readonly NearThread[]
  /** Analyzed threads that were looked through. */
  readonly searched: number
}

export interface SearchByMeaningOptions {
  /** Conditions on threads, as lists take them. */
  readonly filter?: Omit<ThreadFilter, 'analyzerKey' | 'words'>
  /** Threads that are returned at most; default 20. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

/**
 * Threads whose requests mean what a text says, or what is asked in a thread, where `like` is the id of one; in any of the
 * encoder's languages. Every analysis that passes the filter is read, a page in memory at a time: for 100,000
 * some 7 s of one core, on a store of files. Threads that are not analyzed are not seen.
 *
 * @throws HitCraftError INVALID_INPUT when nothing is said that has a meaning: a text of no known word, a thread without a
 * request; whatever the store throws; the reason of the signal
 */
export async function searchByMeaning(
  { store, analyzer }: Pick<Workspace, 'store' | 'analyzer'>,
  like: string,
  { filter = {}, limit = 20, signal }: SearchByMeaningOptions = {},
): Promise<SearchByMeaning> {
  const asked = await vectorsOf(store, analyzer.key, like)
  const best: NearThread[] = []
  let searched = 0
  const pages = pagesAhead((cursor) =>
    store.listAnalyses({ ...filter, analyzerKey: analyzer.key, limit: PAGE, ...cursor }),
  )
  for await (const items of pages) {
    signal?.throwIfAborted()
    for (const { summary, analysis } of items) {
      if (summary.id === like) continue
      searched += 1
      const found = nearestRequest(asked, analysis)
      if (found !== undefined && found.near >= LEAST_NEAR) best.push({ summary, ...found })
    }
    best.sort((a, b) => b.near - a.near || compareIds(a.summary.id, b.summary.id))
    best.length = Math.min(best.length, limit)
  }
  return { threads: best, searched }
}

async function vectorsOf(
  store: Workspace['store'],
  analyzerKey: string,
  like: string,
): Promise<readonly Float32Array[]> {
  const encoder = openEncoder()
  const [thread, analysis] = await Promise.all([
    store.getThread(like),
    store.getAnalysis(like, analyzerKey),
  ])
  const texts = thread === undefined ? [like] : (analysis?.requests ?? []).map(wordsOf)
  const vectors = texts
    .map((text) => encoder.encode(text))
    .filter((vector) => vector.some((x) => x !== 0))
  if (vectors.length > 0) return vectors
  if (thread === undefined) {
    throw new HitCraftError('INVALID_INPUT', 'the text has no word that the encoder knows', {
      remedy: 'Say what users would ask for, in a few words.',
    })
  }
  throw new HitCraftError('INVALID_INPUT', 'no request was found in that thread', {
    details: { threadId: like },
    remedy: 'Analyze it first (hitcraft analyze), or say a text.',
  })
}

function nearestRequest(
  asked: readonly Float32Array[],
  { requests }: Analysis,
): Omit<NearThread, 'summary'> | undefined {
  let nearest: Request | undefined
  let most = -1
  for (const request of requests) {
    const vector = openEncoder().encode(wordsOf(request))
    for (const one of asked) {
      const near = similarity(one, vector)
      if (near > most) [nearest, most] = [request, near]
    }
  }
  if (nearest === undefined) return undefined
  return {
    near: Math.round(most * 100) / 100,
    request: {
      words: wordsOf(nearest),
      fulfilment: nearest.fulfilment,
      ...given({ evidence: quoteOf(nearest) }),
    },
  }
}

function wordsOf(request: Request): string {
  return quoteOf(request)?.quote ?? request.label
}

function quoteOf({ evidence }: Request): Evidence | undefined {
  return evidence.find(({ role }) => role === 'request') ?? evidence[0]
}
