import type { Batch, BatchRow } from '../../domain/analysis/batch.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { given } from '../../domain/values/given.ts'
import type { MarkedRequest, ModelRequest } from '../models/model-provider.ts'
import { hashOfRequest } from '../models/thread-requests.ts'
import type { Account } from '../models/runs/account.ts'
import { mostTokens } from '../models/runs/most-tokens.ts'
import type { MostTokens } from '../models/runs/most-tokens.ts'

/**
 * Bytes of a batch at most, unless one thread has more: far below what services take (256 and 200 MB), so that a process
 * holds little and a batch that is lost costs little.
 */
const MOST_BYTES = 32_000_000

/** What is asked of one thread, weighed. */
export interface WeighedRequests {
  readonly requests: readonly ModelRequest[]
  readonly most: readonly MostTokens[]
  readonly bytes: number
  readonly tokens: number
  readonly nanoUsd: number
  /** Of the budget. */
  readonly units: number
}

/** Threads that are to be submitted together. */
export class BatchDraft {
  readonly #account: Account
  /** See `putBatch`. */
  readonly readAt: number
  readonly #rows: BatchRow[] = []
  readonly #requests: (readonly ModelRequest[])[] = []
  #bytes = 0
  #most = { tokens: 0, nanoUsd: 0, units: 0 }

  /**
   * @param account by which it is known what requests cost at most
   * @param readAt see `putBatch`
   */
  constructor(account: Account, readAt: number) {
    this.#account = account
    this.readAt = readAt
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  /** What it costs at most, in units of the budget. */
  get units(): number {
    return this.#most.units
  }

  get threadIds(): readonly string[] {
    return this.#rows.flatMap(({ thread }) => thread?.id ?? [])
  }

  /** Whether it has room for more; an empty one has for any. */
  hasRoomFor({ bytes }: WeighedRequests): boolean {
    return this.isEmpty || this.#bytes + bytes <= MOST_BYTES
  }

  /** What is asked of a thread, with what it costs at most. */
  weigh(requests: readonly ModelRequest[]): WeighedRequests {
    const most = requests.map(mostTokens)
    const costs = most.map((one) => this.#account.mostOf(one))
    return {
      requests,
      most,
      bytes: most.reduce((sum, { input }) => sum + input, 0),
      tokens: costs.reduce((sum, { tokens }) => sum + tokens, 0),
      nanoUsd: costs.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
      units: costs.reduce((sum, { units }) => sum + units, 0),
    }
  }

  add({ id, contentHash }: Thread, weighed: WeighedRequests): void {
    const { requests, most, bytes, tokens, nanoUsd, units } = weighed
    this.#most.tokens += tokens
    this.#most.nanoUsd += nanoUsd
    this.#most.units += units
    this.#bytes += bytes
    this.#requests.push(requests)
    this.#rows.push({
      thread: { id, contentHash, sent: requests.map(hashOfRequest) },
      requests: [...most],
    })
  }

  /** Its part of the record. @param isPriced whether what it costs is known */
  recorded(isPriced: boolean): Pick<Batch, 'rows' | 'requests' | 'most'> {
    const { tokens, nanoUsd } = this.#most
    return {
      rows: this.#rows,
      requests: this.#requests.flat().length,
      most: { tokens, ...given({ nanoUsd: isPriced ? nanoUsd : undefined }) },
    }
  }

  /** What is submitted. */
  marked(mark: string): MarkedRequest[] {
    return this.#requests.flatMap((requests, row) =>
      requests.map((request, n) => ({ id: requestId(mark, row, n), request })),
    )
  }
}

/** By this a batch of ours is known at the service, which is told nothing else of it. */
export function markOf(batchId: string): string {
  return sha256(batchId).slice(0, 16)
}

/** The id of a request at the service: neither it nor the mark tells of any thread. */
export function requestId(mark: string, row: number, request: number): string {
  return `${mark}-${row}-${request}`
}
