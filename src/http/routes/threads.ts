// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { given } from '../../domain/values/given.ts'
import { parseTimeRange } from '../../domain/values/time.ts'
import { eraseThreads } from '../../app/erase.ts'
import { facetConditions, facetsAsked } from '../../domain/thread/facet.ts'
import { readThread } from '../../app/threads/read-thread.ts'
import type { ReadThread } from '../../app/threads/read-thread.ts'
import { searchByMeaning } from '../../app/threads/search-by-meaning.ts'
import type { NearThread } from '../../app/threads/search-by-meaning.ts'
import { threadDocument } from '../../app/threads/thread-document.ts'
import type { ThreadDocument } from '../../app/threads/thread-document.ts'
import { whatIsSent } from '../../app/threads/what-is-sent.ts'
import type { WhatIsSent } from '../../app/threads/what-is-sent.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { SearchHit } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import { threadIdQuerySchema } from '../schemas/fields.ts'
import { threadQuerySchema } from '../schemas/threads.ts'
import type { ApiMessage, Erased, ThreadDetail, ThreadPage, ThreadRow } from '../schemas/threads.ts'
import { parseRequest } from '../parse-request.ts'

/** UTF-16 units shown around the words that were found. */
const AROUND = 90

/** Threads: lists and searches, one with what was found in it, erasing. */
export function threadRoutes(app: FastifyInstance, context: ApiContext): void {
  const { workspace } = context
  const { store, analyzer } = workspace

  app.get(
    '/api/threads',
    { config: { query: threadQuerySchema } },
    async (request): Promise<ThreadPage> => {
      const asked = parseRequest(threadQuerySchema, request.query)
      const { words, like, from, to, user, limit, cursor, failure, signal, facet, ...rest } = asked
      const filter = {
        analyzerKey: analyzer.key,
        ...parseTimeRange({ from, to }),
        ...given({ ...rest, userId: user }),
        facets: facetConditions([...(facet ?? []), ...facetsAsked(given({ failure, signal }))]),
      }
      if (like !== undefined) {
        if (words !== undefined) throw new HitCraftError('INVALID_INPUT', 'like: not with words')
        const { threads } = await searchByMeaning(workspace, like, { filter, limit })
        return { items: threads.map(nearRow) }
      }
      const query = { ...filter, limit, ...given({ cursor }) }
      // A list that goes on has been counted at its beginning.
      const counting =
        cursor === undefined ? store.countThreads({ ...filter, ...given({ words }) }) : undefined
      if (words === undefined) {
        const [{ items, next }, total] = await Promise.all([store.listThreads(query), counting])
        return { items: items.map((summary) => rowOf(summary)), ...given({ next, total }) }
      }
      const [found, total] = await Promise.all([store.searchThreads({ ...query, words }), counting])
      const threads = await store.getThreads(found.items.map(({ id }) => id))
      return {
        items: found.items.map((hit, i) => searchRow(hit, threads[i])),
        ...given({ next: found.next, total }),
        index: found.index,
      }
    },
  )

  app.get(
    '/api/thread',
    { config: { query: threadIdQuerySchema } },
    async (request): Promise<ThreadDetail> => {
      const { id } = parseRequest(threadIdQuerySchema, request.query)
      const found = await readThread(workspace, id)
      if (found === undefined) throw noThread()
      return detailOf(found)
    },
  )

  app.get(
    '/api/thread/sent',
    { config: { query: threadIdQuerySchema } },
    async (request): Promise<WhatIsSent | { requests: [] }> => {
      const { id } = parseRequest(threadIdQuerySchema, request.query)
      return (await whatIsSent(workspace, id)) ?? { requests: [] }
    },
  )

  app.delete(
    '/api/thread',
    { config: { query: threadIdQuerySchema } },
    async (request): Promise<Erased> => {
      const { id } = parseRequest(threadIdQuerySchema, request.query)
      const { erased, reports } = await eraseThreads(workspace, [id])
      if (erased === 0) throw noThread()
      context.jobs.touch()
      return { threads: erased, reports: [...reports] }
    },
  )
}

/** The document of a thread, without what is absent, and what was found in it. */
function detailOf({ thread, analysis, isCurrent, topic }: ReadThread): ThreadDetail {
  const { title, messages, ...document } = threadDocument(thread)
  return {
    ...document,
    ...given({ title: title ?? undefined }),
    messages: messages.map(messageOf),
    ...given({ analysis, topic }),
    current: isCurrent,
  }
}

function messageOf(message: ThreadDocument['messages'][number]): ApiMessage {
  const { userId, createdAt, ...rest } = message
  return { ...rest, ...given({ userId: userId ?? undefined, createdAt: createdAt ?? undefined }) }
}

function noThread(): HitCraftError {
  return new HitCraftError('NOT_FOUND', 'there is no thread of that id')
}

function rowOf(summary: ThreadSummary): ThreadRow {
  const { id, title, preview, messageCount, firstMessageAt, lastMessageAt, userIds } = summary
  const row = {
    id,
    ...given({ title, preview, firstMessageAt, lastMessageAt }),
    messageCount,
    users: userIds.length,
  }
  const { analysis } = summary
  if (analysis?.state !== 'analyzed') return { ...row, state: 'pending', failures: [] }
  const { state, outcome, language, topic, failures } = analysis
  return { ...row, state, outcome, ...given({ language, topic }), failures: [...failures] }
}

function nearRow({ summary, near, request: { words, evidence } }: NearThread): ThreadRow {
  const row = { ...rowOf(summary), near }
  if (evidence === undefined) return row
  const { messageId, part, start, end } = evidence
  return { ...row, match: { messageId, part, start, end, before: '', words, after: '' } }
}

function searchRow(hit: SearchHit, thread: Thread | undefined): ThreadRow {
  return { ...rowOf(hit), match: matchOf(hit, thread) }
}

function matchOf(hit: SearchHit, thread: Thread | undefined): NonNullable<ThreadRow['match']> {
  const { messageId, part, start, end, match } = hit
  const content = thread?.messages.find((message) => message.id === messageId)?.content[part]
  const text = content !== undefined && isTextPart(content) ? content.text : undefined
  const around =
    text?.slice(start, end) === match
      ? { before: tail(text.slice(0, start)), after: head(text.slice(end)) }
      : { before: '', after: '' }
  return { messageId, part, start, end, words: match, ...around }
}

function tail(text: string): string {
  const line = text.slice(-AROUND * 2).replaceAll(/\s+/gu, ' ')
  return line.length <= AROUND
    ? line
    : `…${line.slice(-AROUND).replace(/^[\uDC00-\uDFFF]|^\S*\s/u, '')}`
}

function head(text: string): string {
  const line = text.slice(0, AROUND * 2).replaceAll(/\s+/gu, ' ')
  return line.length <= AROUND
    ? line
    : `${line.slice(0, AROUND).replace(/[\uD800-\uDBFF]$|\s\S*$/u, '')}…`
}
