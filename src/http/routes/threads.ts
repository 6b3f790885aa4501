// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { given } from '../../domain/values/given.ts'
import { eraseThreads } from '../../app/erase.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { SearchHit } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import { threadIdQuerySchema, threadQuerySchema } from '../api-schemas.ts'
import type { Erased, ThreadDetail, ThreadPage, ThreadRow } from '../api-schemas.ts'
import { parseRequest, timeRangeOf } from '../parse-request.ts'
import { topicTitles } from '../topic-titles.ts'

/** UTF-16 units shown around the words that were found. */
const AROUND = 90

/** Threads: lists and searches, one with what was found in it, erasing. */
export function threadRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, analyzerKey, resultsFolder } = context

  app.get(
    '/api/threads',
    { config: { query: threadQuerySchema } },
    async (request): Promise<ThreadPage> => {
      const { from, to, user, words, limit, cursor, ...rest } = parseRequest(
        threadQuerySchema,
        request.query,
      )
      const filter = {
        analyzerKey,
        ...timeRangeOf({ from, to }),
        ...given({ ...rest, userId: user }),
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
      const [thread, analysis, topics] = await Promise.all([
        store.getThread(id),
        store.getAnalysis(id, analyzerKey),
        topicTitles(store, analyzerKey),
      ])
      if (thread === undefined) throw noThread()
      const topic = analysis === undefined ? undefined : await topicOf(context, thread)
      return {
        id: thread.id,
        ...given({ title: thread.title }),
        source: { formats: [...thread.source.formats] },
        contentHash: thread.contentHash,
        messages: thread.messages.map(({ id, role, userId, createdAt, content }) => ({
          id,
          role,
          ...given({ userId, createdAt }),
          content: [...content],
        })),
        ...given({ analysis, topic: topics.find((one) => one.id === topic) }),
        current: analysis?.contentHash === thread.contentHash,
      }
    },
  )

  app.delete(
    '/api/thread',
    { config: { query: threadIdQuerySchema } },
    async (request): Promise<Erased> => {
      const { id } = parseRequest(threadIdQuerySchema, request.query)
      const { erased, reports } = await eraseThreads(store, [id], { results: resultsFolder })
      if (erased === 0) throw noThread()
      context.jobs.touch()
      return { threads: erased, reports: [...reports] }
    },
  )
}

/** The id of the topic under the newest model, where one was assigned. */
async function topicOf({ store, analyzerKey }: ApiContext, thread: Thread) {
  const models = await store.listRecords('topicModel', { descending: true, limit: 50 })
  const model = models.find((one) => one.analyzerKey === analyzerKey)
  if (model === undefined) return undefined
  const assignment = await store.getRecord('topicAssignment', `${model.id}\n${thread.id}`)
  return assignment?.topic
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
  return { ...row, ...analysis, failures: [...analysis.failures] }
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
