import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import { compareIds } from '../../../domain/values/ids.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type {
  AnalyzedThread,
  ChatStore,
  ClaimQuery,
  ClaimStore,
  RenewalQuery,
  TaskQuery,
  PendingThread,
} from '../../chat-store.ts'
import { decodeLedger, end, lend, release, renew, threadMark } from './ledger.ts'
import type { Entered, Ledger } from './ledger.ts'

/** Where a backend keeps the ledgers, one an analyzer key: small texts, each changed by one at a time. */
export interface LedgerPlace {
  /**
   * Puts the text that `change` answers in the place of the present one, in one atomic step over all
   * processes; without a text the present one stays. `change` may be asked again, of a later state.
   * It is told the time in milliseconds since 1970, by a clock that all who open the store share.
   */
  change<T>(
    analyzerKey: string,
    change: (
      text: string | undefined,
      now: number,
    ) => { readonly text?: string; readonly result: T },
  ): Promise<T>
}

/** Pending threads that are looked at for free ones, at once. */
const PAGE = 200
const PAGE_LIMIT = 1000
/** Beside a thread that is looked for. */
const LOOK_AROUND = 20
/** Milliseconds. */
const LONGEST_LEASE = 3_600_000

/** A backend's store before it knows of claims. */
export type UnclaimedStore = Omit<ChatStore, keyof ClaimStore>

/** A store with what the contract says of claims, on a place for their ledgers. */
export function withClaims(store: UnclaimedStore, place: LedgerPlace): ChatStore {
  const desk = new ClaimDesk(store, place)
  return {
    ...store,
    claimPending: (query) => desk.claim(query),
    claimTask: (query) => desk.claimTask(query),
    renewClaims: (query) => desk.renew(query),
    releaseClaims: (analyzerKey, worker) => desk.release(analyzerKey, worker),
    saveAnalyses: async (items) => {
      await store.saveAnalyses(items)
      await desk.saved(items)
    },
  }
}

/** What the desk asks of the store. */
type Asked = Pick<ChatStore, 'listPending' | 'refresh'>

class ClaimDesk {
  readonly #store: Asked
  readonly #place: LedgerPlace
  /** Marks of threads that were lent here, by analyzer key: only of these anything has to be ended. */
  readonly #lent = new Map<string, Set<string>>()

  constructor(store: Asked, place: LedgerPlace) {
    this.#store = store
    this.#place = place
  }

  async claim(query: ClaimQuery): Promise<readonly PendingThread[]> {
    checkBorrower(query)
    const { analyzerKey } = query
    const limit = checkedLimit(query.limit)
    const size = Math.max(limit, PAGE)
    if (query.among !== undefined) {
      const open = await this.#stillPending(analyzerKey, query.among)
      const named = [...new Set(query.among)].flatMap((id) => open.get(id) ?? [])
      return named.length === 0 ? [] : this.#lend(query, named, limit)
    }
    const given: PendingThread[] = []
    for (let { after } = query; ;) {
      const page = await this.#pending(analyzerKey, after, size)
      if (page.length > 0) given.push(...(await this.#lend(query, page, limit - given.length)))
      after = page.at(-1)?.id
      if (page.length < size || given.length >= limit) return given
    }
  }

  async #lend(
    query: ClaimQuery,
    page: readonly PendingThread[],
    limit: number,
  ): Promise<readonly PendingThread[]> {
    const { analyzerKey } = query
    const byMark = new Map(page.map((thread) => [threadMark(thread.id), thread]))
    const marks = [...byMark.keys()]
    const lent = await this.#change(analyzerKey, (ledger, now) =>
      lend(ledger, now, query, { marks, limit }),
    )
    if (lent.length === 0) return []
    this.#noteLent(analyzerKey, lent)
    const threads = lent.flatMap((mark) => byMark.get(mark) ?? [])
    // What another analyzed between the list and the loan is pending no more.
    const open = await this.#stillPending(
      analyzerKey,
      threads.map(({ id }) => id),
    )
    await this.#end(
      analyzerKey,
      threads.filter(({ id }) => !open.has(id)).map(({ id }) => threadMark(id)),
    )
    return threads.flatMap(({ id }) => open.get(id) ?? [])
  }

  async renew(query: RenewalQuery): Promise<readonly string[]> {
    checkBorrower(query)
    const { analyzerKey, ids } = query
    const held = new Set(
      await this.#change(analyzerKey, (ledger, now) => renew(ledger, now, query)),
    )
    const own = ids.filter((id) => held.has(threadMark(id)))
    const open = await this.#stillPending(analyzerKey, own)
    return own.filter((id) => open.has(id))
  }

  async claimTask(query: TaskQuery): Promise<boolean> {
    checkBorrower(query)
    const marks = [`task ${query.task}`]
    const lent = await this.#change(query.analyzerKey, (ledger, now) =>
      lend(ledger, now, query, { marks, limit: 1 }),
    )
    return lent.length === 1
  }

  async release(analyzerKey: string, worker: string): Promise<void> {
    await this.#change(analyzerKey, (ledger, now) => release(ledger, now, worker))
  }

  /** Ends the claims of what was stored. Where the place refuses that, they lapse: stored is stored. */
  async saved(items: readonly AnalyzedThread[]): Promise<void> {
    for (const [analyzerKey, lent] of this.#lent) {
      const marks = items
        .filter(({ analysis }) => analysis.analyzerKey === analyzerKey)
        .map(({ analysis }) => threadMark(analysis.threadId))
        .filter((mark) => lent.has(mark))
      try {
        await this.#end(analyzerKey, marks)
      } catch (error) {
        if (!isHitCraftError(error) || error.code === 'INTERNAL') throw error
      }
    }
  }

  async #end(analyzerKey: string, marks: readonly string[]): Promise<void> {
    if (marks.length === 0) return
    await this.#change(analyzerKey, (ledger, now) => end(ledger, now, new Set(marks)))
    const lent = this.#lent.get(analyzerKey)
    for (const mark of marks) lent?.delete(mark)
  }

  #noteLent(analyzerKey: string, marks: readonly string[]): void {
    const known = this.#lent.get(analyzerKey) ?? new Set()
    for (const mark of marks) known.add(mark)
    this.#lent.set(analyzerKey, known)
  }

  #change<T>(analyzerKey: string, change: (ledger: Ledger, now: number) => Entered<T>): Promise<T> {
    return this.#place.change(analyzerKey, (text, now) => {
      const { ledger, result } = change(decodeLedger(text), now)
      return ledger === undefined ? { result } : { text: JSON.stringify(ledger), result }
    })
  }

  /** Those of the threads that are pending by all that was written so far, as they are now. */
  async #stillPending(
    analyzerKey: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, PendingThread>> {
    const wanted = new Set(ids)
    const found = new Map<string, PendingThread>()
    if (ids.length > 0) await this.#store.refresh()
    let seen: string | undefined
    for (const id of ids.toSorted(compareIds)) {
      let from = laterOf(seen, shortlyBefore(id))
      // Those that were lent in a row lie close together; of others each is looked for by itself.
      let size = Math.min(ids.length + LOOK_AROUND, PAGE_LIMIT)
      while (seen === undefined || compareIds(seen, id) < 0) {
        const page = await this.#pending(analyzerKey, from, size)
        for (const thread of page) if (wanted.has(thread.id)) found.set(thread.id, thread)
        seen = page.at(-1)?.id
        if (page.length < size || seen === undefined) return found
        from = seen
        size = PAGE_LIMIT
      }
    }
    return found
  }

  #pending(
    analyzerKey: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly PendingThread[]> {
    return this.#store.listPending({
      analyzerKey,
      limit,
      ...(after === undefined ? {} : { after }),
    })
  }
}

function laterOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareIds(a, b) < 0 ? b : a
}

/** What comes before an id, with little between them: the id without its last character. */
function shortlyBefore(id: string): string | undefined {
  const start = Array.from(id).slice(0, -1).join('')
  return start === '' ? undefined : start
}

function checkBorrower({ worker, lease }: Pick<ClaimQuery, 'worker' | 'lease'>): void {
  if (worker === '') throw new HitCraftError('INVALID_INPUT', 'a claim needs the name of a worker')
  if (Number.isInteger(lease) && lease > 0 && lease <= LONGEST_LEASE) return
  throw new HitCraftError('INVALID_INPUT', `a claim is lent for 1 to ${LONGEST_LEASE} milliseconds`)
}
