import type { Analysis } from '../domain/analysis/analysis.ts'
import type { MergeOutcome } from '../domain/thread/merge-thread.ts'
import type { RecordKind, RecordTypes } from '../domain/records.ts'
import type { HistoryEntry } from '../domain/analysis/run.ts'
import type { SearchSpan } from '../domain/search/search-query.ts'
import type { Page, ThreadFilter, ThreadListQuery } from '../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../domain/thread/thread-summary.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { TopicAssignment } from '../domain/analysis/topic-model.ts'
import type { WindowAnswers } from '../domain/window-answers.ts'

/**
 * THE contract: where threads, analyses and all other records are kept. Everything above it works on
 * any backend, and the conformance suite (`test/conformance/`) holds each backend to what is written
 * here. No method is optional.
 *
 * Promises that hold for every method:
 *
 * - **Durable.** When a promise of a writing method resolves, what it wrote survives `kill -9` of this
 *   process and of a server behind it, and a power cut. When it rejects, each thread or record of the
 *   call is old or new, never between, and the same call again completes it.
 * - **Fidelity.** What is read equals what was written, every string to the code unit, every id and key
 *   whatever characters it holds.
 * - **Same everywhere.** The same calls give deep-equal answers on every backend, in the same order.
 * - **Errors** are `HitCraftError`s: UNAVAILABLE for an outage (never an empty answer), PERMISSION,
 *   NO_SPACE, CORRUPT for stored bytes that do not hash to what was written, INVALID_INPUT for what the
 *   caller got wrong, CONFLICT, UNSUPPORTED. No message holds chat text or a secret.
 * - **Concurrency.** Any number of calls, and of processes, at once. Own writes are seen at once; those
 *   of another process after `refresh()`, and within five seconds without it.
 * - An `AbortSignal` is honoured between batches: the call then rejects with INTERRUPTED.
 */
export interface ChatStore
  extends ThreadStore, AnalysisStore, ClaimStore, RecordStore, StoreUpkeep {
  /** The backend, by the `kind` of its definition. */
  readonly kind: string
  /** Where this is, for people: a folder, `host:port/database`. Never a secret. */
  readonly location: string
}

export interface ThreadStore {
  /**
   * Merges each thread into the one stored under its id, by the rules of `mergeThread`, atomically a
   * thread: two writers at once lose nothing of either. A thread without an id of its source is first
   * looked up by its prefix keys (`resolveIdentity`), in the same atomic step. What was erased stays
   * so (`namesToLookFor`): its outcome is `erased` and nothing is stored. A batch may hold an id twice.
   *
   * A thread whose body does not change is not written again; if only its `asOf` grows, only that is.
   * A stored thread that is damaged or missing is told from one that is whole, also where the given one
   * has its hash, and is repaired or replaced (`StoredOutcome.damage`); the others of the batch are
   * stored as ever.
   *
   * @returns one outcome for each thread, in the order given, under the id it is stored as
   * @throws HitCraftError INVALID_INPUT when a thread's `contentHash` is not that of its messages
   */
  mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]>

  /** The thread, or undefined if there is none. @throws CORRUPT when its hash does not fit. */
  getThread(id: string): Promise<Thread | undefined>

  /**
   * One entry for each id, in the order given; undefined where there is none.
   * @throws CORRUPT when one of them is damaged, with its id as `details.threadId`
   */
  getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]>

  /**
   * One page, by keyset: a thread not written meanwhile appears exactly once over all pages; one that
   * is written may appear at either place. `order: 'id'` visits every thread exactly once, by the
   * UTF-8 bytes of the ids. Summaries carry `analysis` when the query names an analyzer key.
   */
  listThreads(query: ThreadListQuery): Promise<Page<ThreadSummary>>

  /** How many threads pass; `words` counts what the index covers (see `indexState`). */
  countThreads(filter: ThreadFilter): Promise<number>

  /**
   * Threads whose words match (`findMatch` is the definition), in the order of `listThreads`, each with
   * its first matching span. The index may trail the writes; the page says by how much.
   * @throws INVALID_INPUT when `words` is missing
   */
  searchThreads(query: ThreadListQuery & { readonly words: string }): Promise<SearchPage>

  /**
   * Erases threads: messages, analyses, answers to their windows, assignments, history of them, search entries; takes them out of
   * the records that name them among others (runs, topic models); and leaves a tombstone for each of their
   * names (`namesToBury`), all in one atomic step. When it resolves no file or table of the store holds a
   * word of them, but for words of other records that were made of theirs. A damaged thread is erased like
   * any other, with what was put aside of it; it is buried under its id alone where its messages cannot be
   * read.
   * @returns how many were there
   */
  eraseThreads(ids: readonly string[]): Promise<number>

  /**
   * The ids of all threads in which the user wrote, also where only a lost form is theirs, in the order of
   * `order: 'id'`: those that `eraseUser` erases.
   */
  threadsOfUser(userId: string): Promise<readonly string[]>

  /**
   * Erases every thread in which the user wrote, and leaves a tombstone of the user: a thread that
   * holds a message of theirs is refused from then on.
   * @returns how many threads were erased
   */
  eraseUser(userId: string): Promise<number>
}

export interface StoredOutcome {
  /** Another than the given id where an id-less thread was found to be a stored one, grown. */
  readonly id: string
  readonly outcome: MergeOutcome | 'erased'
  /**
   * The stored state of the thread was found damaged. `repaired`: the given thread is what was stored,
   * by its hash, and was written again. `replaced`: the given state stands, and the damaged bytes were
   * put aside; what only they held is lost to the thread.
   */
  readonly damage?: 'repaired' | 'replaced'
  /** Where the damaged bytes of a `replaced` thread are kept, as in {@link Damage}. */
  readonly keptAt?: string
}

export interface SearchHit extends ThreadSummary, SearchSpan {
  /** The words of the span. */
  readonly match: string
}

export interface SearchPage extends Page<SearchHit> {
  readonly index: IndexState
}

export interface IndexState {
  /** Whether every thread stored so far can be found. */
  readonly complete: boolean
  readonly indexed: number
  readonly total: number
}

export interface AnalysisStore {
  /**
   * Stores analyses, each with its line of the history, atomically a pair. An analysis replaces the one
   * of the same thread and key, unless that one has the thread's present content hash and the new one
   * has not. The thread may have changed or gone meanwhile: of one that is gone nothing is stored. Claims on
   * these threads under their keys that were given by this store end; where that is refused, they lapse, and
   * the analyses are stored all the same.
   * @throws INVALID_INPUT as `putRecords`
   */
  saveAnalyses(items: readonly AnalyzedThread[]): Promise<void>

  getAnalysis(threadId: string, analyzerKey: string): Promise<Analysis | undefined>

  /**
   * Analyses under a key that stand at their thread's present content hash, with the thread's summary
   * and topic, in the order of `listThreads`; `filter` as there. What a report reads.
   */
  listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>>

  /**
   * Pending threads under a key: no analysis at their present content hash. By id, `limit` at most,
   * after `after`: a visit that goes on from its last id meets each pending thread once.
   */
  listPending(query: PendingQuery): Promise<readonly PendingThread[]>

  countPending(analyzerKey: string): Promise<number>

  /**
   * Stores assignments; each replaces the one of the same thread and model. Of a thread that is gone
   * nothing is stored.
   */
  saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void>

  /**
   * Keeps what a model answered to windows of threads that have no analysis yet; each replaces that of the same thread
   * and key. Of a thread that is gone, or whose analysis under that key stands at its present content, nothing is stored.
   */
  saveWindowAnswers(answers: readonly WindowAnswers[]): Promise<void>
}

/**
 * How several workers, in one process or on several machines, share what is pending: each thread is lent to one
 * of them at a time. A loan runs out by the clock of the server, or of the machine where there is none, so a
 * worker that dies leaves nothing behind for longer than its lease. Claims are no records: they are not moved,
 * listed or examined, and hold of a thread no more than a hash of its id.
 */
export interface ClaimStore {
  /**
   * Lends pending threads to a worker: those of `listPending` that no other worker has, in the same order or in
   * that of `among`, `limit` at most. What the worker already has is given again, and all of it is its own for `lease` from now.
   * Of two workers that ask at once none gets a thread of the other's, and none gets a thread that is not
   * pending any more.
   * @throws INVALID_INPUT for a worker without a name, or a lease that is no whole number from 1 to 3,600,000
   */
  claimPending(query: ClaimQuery): Promise<readonly PendingThread[]>

  /**
   * Makes all that the worker has its own for `lease` from now.
   * @returns those of the named threads that it still has and that are still pending: another may have got
   *   what it had for longer than its lease
   */
  renewClaims(query: RenewalQuery): Promise<readonly string[]>

  /**
   * Lends a worker a task under a key that is no thread, such as fitting topics, by its name. It is renewed and
   * ends like all that the worker has.
   * @returns whether the worker has it now; false while it is another's
   */
  claimTask(query: TaskQuery): Promise<boolean>

  /** Ends all claims of a worker under a key; others may have these threads at once. */
  releaseClaims(analyzerKey: string, worker: string): Promise<void>
}

export interface ClaimQuery extends PendingQuery {
  /** Who asks: a name that no other worker has, such as the id of a run. */
  readonly worker: string
  /** Milliseconds. */
  readonly lease: number
  /** These alone, in the order in which they are named, wherever `after` is. */
  readonly among?: readonly string[]
}

/** Who has something under an analyzer key, and for how long from now. */
export type Borrower = Pick<ClaimQuery, 'analyzerKey' | 'worker' | 'lease'>

export interface RenewalQuery extends Borrower {
  readonly ids: readonly string[]
}

export interface TaskQuery extends Borrower {
  readonly task: string
}

export interface AnalyzedThread {
  readonly analysis: Analysis
  readonly entry: HistoryEntry
  /** Answers to windows of it were kept under its key: where the analysis is stored they are let go of in the same step. */
  readonly hadWindows?: true
}

export interface AnalysisListQuery extends ThreadListQuery {
  readonly analyzerKey: string
}

export interface AnalyzedSummary {
  readonly summary: ThreadSummary
  readonly analysis: Analysis
}

export interface PendingQuery {
  readonly analyzerKey: string
  /** 1 to 1,000; default 50. */
  readonly limit?: number
  readonly after?: string
}

export interface PendingThread {
  readonly id: string
  readonly contentHash: string
  readonly messageCount: number
}

/**
 * Records of every kind but threads, by their id (`idOfRecord`). Analyses and assignments written here
 * (by a migration) count like those of `saveAnalyses`.
 */
export interface RecordStore {
  /**
   * Stores each record as it is, replacing one of the same id.
   * @throws INVALID_INPUT when one has not the shape of its kind; then none is stored
   */
  putRecords<K extends RecordKind>(kind: K, records: readonly RecordTypes[K][]): Promise<void>

  getRecord<K extends RecordKind>(kind: K, id: string): Promise<RecordTypes[K] | undefined>

  /** By id (UTF-8 bytes), or from the greatest downward, beyond `after`; 1 to 1,000, default 50. */
  listRecords<K extends RecordKind>(
    kind: K,
    query?: RecordListQuery,
  ): Promise<readonly RecordTypes[K][]>

  countRecords(kind: RecordKind): Promise<number>
}

export interface RecordListQuery {
  readonly after?: string
  readonly limit?: number
  readonly descending?: boolean
  /**
   * Told of each record of the page that is damaged, by its id; the others are listed. Absent: the call
   * rejects with CORRUPT for the first.
   */
  readonly onDamage?: (damage: Damage) => void
}

export interface StoreUpkeep {
  /**
   * What this store is, whatever name it was opened by: equal for two open stores exactly when they are one
   * (a symbolic link, `localhost` for `127.0.0.1`). A copy and a restored dump are others. It holds for the
   * moment, to be compared and not to be kept.
   */
  identity(): Promise<string>

  /**
   * What is stored of a kind, as it was written, by id (UTF-8 bytes) beyond `after`: `limit` at most, and fewer only at the
   * end. Of threads without reading bodies. What tells cheaply what has changed; it proves nothing of what would be read.
   */
  listStamps(kind: 'thread' | RecordKind, query?: StampQuery): Promise<readonly Stamp[]>

  /** How far the search index has come. */
  indexState(): Promise<IndexState>

  /** Resolves when all that was written before the call can be found by search. */
  flushIndex(): Promise<void>

  /** Sees what other processes wrote before the call. */
  refresh(): Promise<void>

  /**
   * Rebuilds catalog and search index from the truth (thread bodies and records). INTERRUPTED leaves
   * the old ones whole.
   * @returns what it could not take, as `examine` names it
   */
  reindex(options?: UpkeepOptions): Promise<readonly Damage[]>

  /**
   * Reads every stored byte that is the truth, where it lies and not as the catalog believes, and names
   * each piece that does not hold, or that the catalog (or the rows) promise and that is not there. Goes
   * on behind each of them to the end; changes nothing.
   */
  examine(options?: ExamineOptions): AsyncIterable<Damage>

  /** Tries what the backend needs (reach, rights, version, space) and says what it found. */
  check(): Promise<readonly StoreCheck[]>

  /** Finishes what is under way and lets go of files, sockets and timers. Idempotent. */
  close(): Promise<void>
}

export interface StampQuery {
  readonly after?: string
  /** 1 to 1,000; default 50. */
  readonly limit?: number
}

/** What is stored under an id. */
export interface Stamp {
  readonly id: string
  /**
   * Of a thread the hash of its whole record (`threadRecordHash`), of other kinds one of the record as it is
   * written down (`recordSeal`). Under one id equal stamps mean equal records, on whatever backends they are.
   * Records may be equal under different stamps, such as one of an earlier version. Empty where it is not known: of what is damaged.
   */
  readonly stamp: string
}

/** A stored piece that is the truth and does not hold. Never chat text, never a secret. */
export interface Damage {
  /** `store`: a piece that is of no one kind, such as a segment of the log. */
  readonly kind: 'thread' | RecordKind | 'store'
  /** Of the thread or record; absent where the bytes do not tell it. */
  readonly id?: string
  /** Where it lies: file and line, table and row, collection and document, object key. */
  readonly place: string
  /** What is wrong, as part of a sentence: `is missing`, `does not hash to what was written`. */
  readonly problem: string
  /** Where the damaged bytes were put aside, once something else stands in their place. */
  readonly keptAt?: string
}

export interface UpkeepOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

export interface ExamineOptions extends UpkeepOptions {
  /**
   * Whoever asks reads the threads and records: leaves out all that `getThread` and `getRecord` (of another source `walk`) read
   * and check where it lies, and what nobody reads. What is left is what they take from a catalog instead. Default false.
   */
  readonly isReadElsewhere?: boolean
  /**
   * Of what is left then, the pieces that are examined: a record by kind and id, one that holds records of several kinds as
   * `store`, by its place. More may be examined. Default all; looked at with `isReadElsewhere` alone.
   */
  readonly isWanted?: (kind: Damage['kind'], id: string) => boolean
}

export interface StoreCheck {
  readonly name: string
  readonly status: 'ok' | 'warning' | 'failed'
  /** What was found, one line. */
  readonly found: string
  /** What to do about it. */
  readonly remedy?: string
}
