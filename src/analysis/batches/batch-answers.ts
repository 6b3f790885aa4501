import type { Batch, BatchRow } from '../../domain/analysis/batch.ts'
import type { Spending } from '../../domain/analysis/spending.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Analyzer, Asking } from '../analyzer.ts'
import type { AnsweredRow, ModelAnswer, ModelProvider } from '../models/model-provider.ts'
import { batchPriceOf } from '../models/prices/price-table.ts'
import { Account } from '../models/runs/account.ts'
import { RunStop } from '../models/runs/run-stop.ts'
import { hashOfRequest } from '../models/thread-requests.ts'
import { markOf, requestId } from './batch-draft.ts'

/** Gives the answer to a request, or throws why there is none. */
type Answer = () => ModelAnswer

/** What a service answered to a batch. Of several rows of one request the first stands; what nobody asked is left. */
export class BatchAnswers {
  readonly #answers: ReadonlyMap<string, Answer>
  readonly #rows: readonly BatchRow[]
  readonly #mark: string
  readonly #otherwise: Answer
  /** What the batch cost, those requests among it whose threads are erased or have changed. */
  readonly spending: Spending

  /** @param refused why the service took none of it, a word */
  constructor(batch: Batch, rows: readonly AnsweredRow[], refused?: string) {
    this.#otherwise = () => {
      throw refused === undefined ? missing() : refusedWhole(refused)
    }
    this.#mark = markOf(batch.id)
    this.#rows = batch.rows
    this.#answers = new Map(rows.toReversed().map(({ id, answer }) => [id, answer]))
    this.spending = this.#count(batch.model)
  }

  /** The ids of the threads that are still to be read, and what each was when it was sent. */
  get threads(): ReadonlyMap<string, string> {
    const threads = this.#rows.flatMap(({ thread }) => thread ?? [])
    return new Map(threads.map(({ id, contentHash }) => [id, contentHash]))
  }

  /** The analyzer, which has these answers instead of the service's. */
  answering(key: string, asks: Asking): Analyzer {
    const { name, model } = asks.provider
    const rows = new Map(this.#rows.map((row, n) => [row.thread?.id, { ...row, n }]))
    return {
      key,
      atOnce: AT_ONCE,
      analyze: async (thread, options) => {
        const row = rows.get(thread.id)
        const ask: ModelProvider['ask'] = async (request) => {
          const at = row?.thread?.sent.indexOf(hashOfRequest(request)) ?? -1
          if (row === undefined || at < 0) throw otherwiseAsked()
          return this.#answerTo(row.n, at)()
        }
        return asks.through({ name, model, ask }).analyze(thread, { ...options, isPaid: true })
      },
    }
  }

  #answerTo(row: number, request: number): Answer {
    return this.#answers.get(requestId(this.#mark, row, request)) ?? this.#otherwise
  }

  #count(model: string): Spending {
    const account = new Account(batchPriceOf(model), undefined, new RunStop())
    for (const [row, { requests }] of this.#rows.entries()) {
      for (const [n, request] of requests.entries()) {
        const most = account.mostOf(request)
        try {
          account.took(this.#answerTo(row, n)().usage, most)
        } catch (error) {
          account.failedBy(error, most)
        }
      }
    }
    return account.spending
  }
}

/** Threads that are read from their answers at the same time. */
const AT_ONCE = 8

function missing(): HitCraftError {
  return new HitCraftError('UNAVAILABLE', 'the batch holds no answer to it', {
    remedy: 'The thread stays pending: run it again.',
    details: { fared: 'missing' },
  })
}

function refusedWhole(word: string): HitCraftError {
  return new HitCraftError('UNAVAILABLE', `the service took none of the batch (${word})`, {
    remedy: 'Look at its limits for batches; --limit makes smaller ones.',
    details: { fared: 'errored', charged: false },
  })
}

function otherwiseAsked(): HitCraftError {
  return new HitCraftError('CONFLICT', 'what was sent of it is not what would be sent now', {
    remedy: 'REDACT_NAMES may have changed since. The thread stays pending: run it again.',
  })
}
