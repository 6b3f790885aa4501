import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { isRecordKind, movesOn } from '../../domain/records.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../chat-store.ts'
import type { Mirror } from './mirror.ts'
import type { ShadowPace } from './pace.ts'

/** What every store answers alike. Search is none of it: an index may trail. */
export const COMPARED: ReadonlySet<string> = new Set([
  'getThread',
  'getThreads',
  'listThreads',
  'countThreads',
  'threadsOfUser',
  'getAnalysis',
  'listAnalyses',
  'listPending',
  'countPending',
  'getRecord',
  'listRecords',
  'countRecords',
] satisfies (keyof ChatStore)[])

/** Milliseconds that a comparison waits for what is on its way. */
const PATIENCE = 5_000

/**
 * Asks both stores what the first was asked, one read in so many, behind the answer and one at a time. An answer
 * counts only if nothing was written here meanwhile. One that differs is asked for again later, as another process may
 * have written what has not arrived yet.
 */
export class ReadComparer {
  readonly #first: ChatStore
  readonly #mirror: Mirror
  readonly #pace: ShadowPace
  readonly #stop = new AbortController()
  #reads = 0
  #work: Promise<void> | undefined

  constructor(first: ChatStore, mirror: Mirror, pace: ShadowPace) {
    this.#first = first
    this.#mirror = mirror
    this.#pace = pace
  }

  /** The first store was asked something of {@link COMPARED}. */
  read(call: string, asked: readonly unknown[]): void {
    this.#reads++
    if (this.#reads % this.#pace.share !== 0 || this.#work !== undefined) return
    if (this.#stop.signal.aborted || asked.some(isLeftOut)) return
    this.#work = this.#compare(call, asked)
      .catch(() => undefined)
      .finally(() => {
        this.#work = undefined
      })
  }

  /** Resolves when no comparison is under way. */
  async done(): Promise<void> {
    await this.#work
  }

  close(): void {
    this.#stop.abort()
  }

  async #compare(call: string, asked: readonly unknown[]): Promise<void> {
    for (const [at, pause] of this.#pace.looks.entries()) {
      await delay(pause, undefined, { signal: this.#stop.signal, ref: false })
      if (!(await this.#mirror.settled(PATIENCE))) return
      const { writes } = this.#mirror
      const second = await this.#mirror.second()
      if (at > 0) await Promise.all([this.#first.refresh(), second.refresh()])
      const [ours, theirs] = await Promise.all([
        answerOf(this.#first, call, asked),
        answerOf(second, call, asked),
      ])
      if (this.#mirror.writes !== writes || this.#stop.signal.aborted) return
      if (isDeepStrictEqual(ours, theirs)) {
        this.#mirror.compared++
        return
      }
    }
    this.#mirror.compared++
    this.#mirror.differs(
      call,
      asked.findLast((one) => typeof one === 'string'),
    )
  }
}

/** What a store answers, or the code with which it refuses. @throws HitCraftError where it does not answer */
async function answerOf(
  store: ChatStore,
  call: string,
  asked: readonly unknown[],
): Promise<{ readonly answer: unknown } | { readonly code: string }> {
  const method: unknown = Reflect.get(store, call)
  if (typeof method !== 'function') return { answer: undefined }
  try {
    return { answer: await Reflect.apply(method, store, asked) }
  } catch (error) {
    if (isHitCraftError(error) && ['CORRUPT', 'INVALID_INPUT'].includes(error.code)) {
      return { code: error.code }
    }
    throw error
  }
}

/** A read that tells its caller of damage would tell it twice; what a store says of itself is its own. */
function isLeftOut(asked: unknown): boolean {
  if (isRecordKind(asked) && !movesOn(asked)) return true
  return typeof asked === 'object' && asked !== null && 'onDamage' in asked
}
