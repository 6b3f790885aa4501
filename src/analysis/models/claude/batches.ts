import type {
  AnsweredRow,
  AskOptions,
  BatchProgress,
  BatchService,
  FoundBatch,
  ModelAnswer,
  WantedBatch,
} from '../model-provider.ts'
import { partsOf } from '../calls/answer-parts.ts'
import { jsonLines } from '../calls/json-lines.ts'
import { malformed } from '../calls/malformed.ts'
import { noBatches, notTaken, rowError } from '../calls/row-error.ts'
import { answerOf, messageParams, TITLE } from './message.ts'
import type { Anthropic } from './sdk.ts'

type Row = Anthropic.Messages.MessageBatchIndividualResponse

const PATH = '/v1/messages/batches'
/** Milliseconds by which two clocks may differ. */
const SKEW = 86_400_000
const PAGE = 100

/** Makes one call of the client, whose errors become ours. */
export type Call = <T>(
  options: AskOptions,
  work: (client: Anthropic, options: AskOptions) => Promise<T>,
) => Promise<T>

/** Anthropic's Message Batches. */
export function claudeBatches(model: string, call: Call): BatchService {
  return {
    async submit(_mark, requests, asking = {}) {
      const body = {
        requests: requests.map(({ id, request }) => ({
          custom_id: id,
          params: messageParams(model, request),
        })),
      }
      try {
        return await call(asking, async ({ messages }, options) =>
          nameOf(await messages.batches.create(body, options)),
        )
      } catch (error) {
        throw noBatches(error, TITLE)
      }
    },
    find: (wanted, asking = {}) => call(asking, (client, options) => find(client, wanted, options)),
    look: (batchId, asking = {}) =>
      call(asking, async ({ messages }, options) =>
        progressOf(await messages.batches.retrieve(batchId, {}, options)),
      ),
    rows: (batchId, asking = {}) =>
      call(asking, async (client, options) => {
        const rows: AnsweredRow[] = []
        const file = await results(client, batchId, options)
        for await (const line of jsonLines(file)) rows.push(...rowOf(line))
        return rows
      }),
  }
}

/** They have no name of ours: what is known of one is how many requests it has, and once it ended, their ids. */
async function find(
  client: Anthropic,
  { mark, requests, since, others }: WantedBatch,
  options: AskOptions,
): Promise<FoundBatch | 'untold' | undefined> {
  let isUntold = false
  for await (const batch of client.messages.batches.list({ limit: PAGE }, options)) {
    // The newest come first.
    if (Date.parse(batch.created_at) < Date.parse(since) - SKEW) break
    const counts: number[] = Object.values(batch.request_counts)
    if (counts.reduce((sum, n) => sum + n, 0) !== requests || others.has(batch.id)) continue
    if (batch.processing_status !== 'ended') isUntold = true
    else if (await holds(client, batch.id, mark, options)) return { batchId: batch.id }
  }
  return isUntold ? 'untold' : undefined
}

async function holds(
  client: Anthropic,
  batchId: string,
  mark: string,
  options: AskOptions,
): Promise<boolean> {
  try {
    for await (const line of jsonLines(await results(client, batchId, options))) {
      const { custom_id: id }: Partial<Row> = line
      if (typeof id === 'string') return id.startsWith(mark)
    }
  } catch (error) {
    // Of somebody's whose results are deleted; ours are there for as long as it is looked for.
    if (!(error instanceof Error && 'status' in error && error.status === 404)) throw error
  }
  return false
}

/** Line by line as they come: one that is cut must not hide the others, as with the SDK's own reader. */
function results(client: Anthropic, batchId: string, options: AskOptions): Promise<Response> {
  return client.get(`${PATH}/${encodeURIComponent(batchId)}/results`, options).asResponse()
}

function nameOf(batch: Anthropic.Messages.MessageBatch): string {
  const { id } = partsOf(batch, TITLE)
  if (typeof id !== 'string') throw malformed(`${TITLE} sent no batch`)
  return id
}

function progressOf(batch: Anthropic.Messages.MessageBatch): BatchProgress {
  const { processing_status: status } = partsOf(batch, TITLE)
  if (typeof status !== 'string') throw malformed(`${TITLE} sent no batch`)
  return { state: status === 'ended' ? 'ended' : 'working' }
}

function rowOf(line: Partial<Row>): AnsweredRow[] {
  const { custom_id: id, result } = line
  return typeof id === 'string' && result ? [{ id, answer: () => answerIn(result) }] : []
}

/** @throws what became of the request */
function answerIn(result: Row['result']): ModelAnswer {
  switch (result.type) {
    case 'succeeded':
      return answerOf(result.message)
    case 'expired':
    case 'canceled':
      throw rowError(result.type)
    case 'errored':
      if (result.error?.error?.type === 'invalid_request_error') throw notTaken(TITLE)
      throw rowError('errored')
    default:
      throw malformed(`${TITLE} sent no result`)
  }
}
