import type { Tokens } from '../../domain/analysis/spending.ts'

/**
 * A service that runs a language model. It sends one request and returns the answer as it came: it reads no
 * thread, checks no quote, retries nothing and keeps no count. What surrounds a call (retries, a budget, a
 * breaker) are functions from a provider to a provider.
 */
export interface ModelProvider {
  /** `claude`, `openai`. */
  readonly name: string
  /** The model's name, as the service knows it. */
  readonly model: string
  /** It is not the maker of its models that is asked: who is may charge something else than the list says. */
  readonly isElsewhere?: boolean

  /**
   * Finds out what it can tell without a call; absent where that is nothing.
   *
   * @throws HitCraftError PERMISSION without a key, INVALID_CONFIG for a setting that is none
   */
  readonly ready?: () => Promise<void>

  /**
   * Asks once. The answer's text is not checked against the schema: a service may cut it short or not hold to it.
   *
   * @throws HitCraftError
   *   - UNAVAILABLE, retryable: no connection, no answer in time, 408, 409, 429, 5xx and 529. `details.status` is the
   *     status, absent without an answer; `details.retryAfterMs` the milliseconds that the service asks to wait,
   *     absent where it does not say
   *   - PERMISSION: no key, a wrong key (both name its variable), a model that the key may not use, no credit left.
   *     No other call of the run would fare better: a `ModelRefusal` that blames the machine
   *   - INVALID_CONFIG: there is no such model; names `ANALYZER_MODEL`. A `ModelRefusal` that blames the model, or the machine
   *     where its base URL is not the service's own: it may be that which is wrong
   *   - INVALID_INPUT: the service will not take this request, as when it is too long. Another may do
   *   - ANSWER_MALFORMED: what came is no answer, as the page of a gateway
   *   - INTERRUPTED: stopped by the signal
   *
   *   Of a call that never left `details.sent` is false: it costs nothing.
   */
  ask(request: ModelRequest, options?: AskOptions): Promise<ModelAnswer>

  /** Tokens of the request as the service counts them, free of charge; absent where it does not count. Throws as `ask`. */
  readonly countTokens?: (request: ModelRequest, options?: AskOptions) => Promise<number>

  /** Absent where it takes no batches. */
  readonly batches?: BatchService
}

export interface AskOptions {
  readonly signal?: AbortSignal
}

/** What is sent, all of it: nothing else of a thread leaves. */
export interface ModelRequest {
  /** The instructions, the same for all requests of an analyzer, so that a service can keep them ready. */
  readonly fixed: string
  /** The messages, fenced: data, never instructions. Redacted already. */
  readonly transcript: string
  /** JSON schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>
  /** Tokens of the answer at most. */
  readonly maxOutputTokens: number
}

export interface ModelAnswer {
  /** What the model wrote: JSON of the schema, where it ended by itself. */
  readonly text: string
  /** `end`: by itself; `refusal`: the model or the service would not; `length`: cut at the most tokens. */
  readonly stop: 'end' | 'refusal' | 'length'
  /** Absent where the service does not tell it, as some compatible servers do not. */
  readonly usage?: Tokens
}

/**
 * How a service takes many requests in one piece and answers within a day, for half the price. Each of the four asks it
 * once, and throws as `ModelProvider.ask`.
 */
export interface BatchService {
  /**
   * Gives it requests. Where it fails without a status below 500 nobody knows whether the service has them.
   *
   * @param mark of 16 hexadecimal digits, by which the batch can be found again
   * @returns the name that the service gives it
   * @throws UNSUPPORTED where there are no batches
   */
  submit(mark: string, requests: readonly MarkedRequest[], options?: AskOptions): Promise<string>

  /**
   * Looks for a batch of which only the mark is known.
   *
   * @returns its name; `undefined`: there is none; `untold`: one that is at work may be it
   */
  find(wanted: WantedBatch, options?: AskOptions): Promise<FoundBatch | 'untold' | undefined>

  /** @throws of one that the service does not know, with `details.status` 404 */
  look(batchId: string, options?: AskOptions): Promise<BatchProgress>

  /** What came of the requests, in any order. There may be fewer rows than requests, and several of one. Throws as `look`. */
  rows(batchId: string, options?: AskOptions): Promise<readonly AnsweredRow[]>
}

export interface MarkedRequest {
  /** Of its row: the mark, and what is this request's alone. */
  readonly id: string
  readonly request: ModelRequest
}

export interface WantedBatch {
  readonly mark: string
  readonly requests: number
  /** It was not there before; ISO 8601. */
  readonly since: string
  /** Names of batches that are others. */
  readonly others: ReadonlySet<string>
}

export interface FoundBatch {
  readonly batchId: string
}

export interface BatchProgress {
  readonly state: 'working' | 'ended'
  /** Requests that are done with, where the service says. */
  readonly done?: number
  /** Why it ended without an answer to any, a word of the service. */
  readonly reason?: string
}

export interface AnsweredRow {
  readonly id: string
  /**
   * The answer.
   *
   * @throws HitCraftError as `ModelProvider.ask`. Where `details.charged` is false it cost nothing; `details.fared` says in a
   *   word what became of the request where no status does.
   */
  readonly answer: () => ModelAnswer
}
