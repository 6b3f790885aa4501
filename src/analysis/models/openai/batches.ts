import type {
  AnsweredRow,
  AskOptions,
  BatchProgress,
  BatchService,
  ModelAnswer,
  WantedBatch,
} from '../model-provider.ts'
import { partsOf } from '../calls/answer-parts.ts'
import type { Called } from '../calls/call-error.ts'
import { jsonLines } from '../calls/json-lines.ts'
import { malformed } from '../calls/malformed.ts'
import { noBatches, notTaken, rowError } from '../calls/row-error.ts'
import { answerOf, completionParams } from './completion.ts'
import type { OpenAI } from './sdk.ts'

const ENDPOINT = '/v1/chat/completions'
/** Member of a batch's metadata in which our mark stands. */
const MARK = 'hitcraft'
/** Seconds by which two clocks may differ. */
const SKEW = 86_400
const PAGE = 100
/** What the code of an error may be to be told. */
const WORD = /^[a-z_]{1,60}$/

/** A line of a result file. */
interface Row {
  readonly custom_id: string
  readonly response: { readonly status_code: number; readonly body: OpenAI.ChatCompletion } | null
  readonly error: { readonly code: string } | null
}

/** Makes one call of the client, whose errors become ours. */
export type Call = <T>(
  options: AskOptions,
  work: (client: OpenAI, options: AskOptions) => Promise<T>,
) => Promise<T>

/** OpenAI's batches: a file of requests goes up, files of answers and of errors come down. */
export function openaiBatches(call: Call, calledBy: () => Called): BatchService {
  return {
    async submit(mark, requests, asking = {}) {
      const { model, title } = calledBy()
      try {
        return await call(asking, async (client, options) => {
          const lines = requests.map(({ id, request }) => {
            const body = completionParams(model, request, client.baseURL)
            return JSON.stringify({ custom_id: id, method: 'POST', url: ENDPOINT, body })
          })
          const file = new File([`${lines.join('\n')}\n`], `${mark}.jsonl`)
          const { id } = await client.files.create({ file, purpose: 'batch' }, options)
          const made = await client.batches.create(
            {
              input_file_id: id,
              endpoint: ENDPOINT,
              completion_window: '24h',
              metadata: { [MARK]: mark },
            },
            options,
          )
          return nameOf(made, title)
        })
      } catch (error) {
        throw noBatches(error, title)
      }
    },
    find: (wanted, asking = {}) => call(asking, (client, options) => find(client, wanted, options)),
    look: (batchId, asking = {}) =>
      call(asking, async ({ batches }, options) =>
        progressOf(await batches.retrieve(batchId, options), calledBy().title),
      ),
    rows: (batchId, asking = {}) =>
      call(asking, async (client, options) => {
        const { output_file_id, error_file_id } = await client.batches.retrieve(batchId, options)
        const rows: AnsweredRow[] = []
        const called = calledBy()
        for (const id of [output_file_id, error_file_id]) {
          if (!id) continue
          const file = await client.files.content(id, options)
          for await (const line of jsonLines(file)) rows.push(...rowOf(line, called))
        }
        return rows
      }),
  }
}

async function find(client: OpenAI, { mark, since }: WantedBatch, options: AskOptions) {
  for await (const batch of client.batches.list({ limit: PAGE }, options)) {
    // The newest come first.
    if (batch.created_at < Date.parse(since) / 1000 - SKEW) break
    if (batch.metadata?.[MARK] === mark) return { batchId: batch.id }
  }
  return undefined
}

function nameOf(batch: OpenAI.Batch, title: string): string {
  const { id } = partsOf(batch, title)
  if (typeof id !== 'string') throw malformed(`${title} sent no batch`)
  return id
}

function progressOf(batch: OpenAI.Batch, title: string): BatchProgress {
  const { status = 'unknown', request_counts: counts, errors } = partsOf(batch, title)
  switch (status) {
    case 'completed':
    case 'expired':
    case 'cancelled':
      return { state: 'ended' }
    case 'failed': {
      const word = errors?.data?.[0]?.code ?? ''
      return { state: 'ended', reason: WORD.test(word) ? word : 'failed' }
    }
    case 'validating':
    case 'in_progress':
    case 'finalizing':
    case 'cancelling':
      return {
        state: 'working',
        ...(counts === undefined ? {} : { done: counts.completed + counts.failed }),
      }
    case 'unknown':
      throw malformed(`${title} sent no batch`)
    default:
      // A word that is newer than this code: not an end that it knows.
      return { state: 'working' }
  }
}

function rowOf({ custom_id: id, response, error }: Partial<Row>, called: Called): AnsweredRow[] {
  if (typeof id !== 'string') return []
  return [{ id, answer: () => answerIn(response, error, called) }]
}

/** @throws what became of the request */
function answerIn(
  response: Row['response'] | undefined,
  error: Row['error'] | undefined,
  called: Called,
): ModelAnswer {
  if (response?.status_code === 200) return answerOf(response.body, called.title)
  if (error?.code === 'batch_expired') throw rowError('expired')
  if (error?.code === 'batch_cancelled') throw rowError('canceled')
  const status = response?.status_code ?? 0
  if (status >= 400 && status < 500 && status !== 429) throw notTaken(called.title)
  throw rowError('errored')
}
