import type { Thread } from '../domain/thread/thread.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { burialOf, tombstones } from '../storage/core/plan-erasing.ts'
import { readEach } from '../storage/read-each.ts'
import { planModelChanges } from '../analysis/topics/forgetting/forget-in-models.ts'
import { forgetInRejects } from './erasing/reject-lists.ts'
import { removeReports } from './erasing/stored-reports.ts'
import type { WorkFolders } from './workspace.ts'

/** What is looked through for words of erased threads. */
export interface ErasedFrom {
  readonly store: ChatStore
  /** Reports and lists of rejected pieces lie in `results`. */
  readonly folders: Pick<WorkFolders, 'results'>
}

/** What an erasure did. */
export interface Erasure {
  /** Threads that were there. */
  readonly erased: number
  /** Named ids of no stored thread: they are buried, so that later imports leave them out. */
  readonly unknown: readonly string[]
  /** Files of reports that spoke of them and were removed, below the folder of reports. */
  readonly reports: readonly string[]
}

/**
 * Erases threads from everywhere: stored reports that quote them, lists of rejected pieces that name them,
 * words that only they had in topic models, then all that the store has of them. The threads go last, so
 * whatever breaks off, the same call again knows what to look for and completes it.
 *
 * @throws HitCraftError of the store, or of the folder of reports; nothing is lost of what was not named
 */
export async function eraseThreads(
  { store, folders }: ErasedFrom,
  ids: readonly string[],
): Promise<Erasure> {
  const named = [...new Set(ids)]
  const { threads, damaged, unknown } = await look(store, named)
  await bury(store, unknown)
  const reports = await eraseBeside(store, named, threads, damaged === 0, folders)
  return { erased: await store.eraseThreads(named), unknown, reports }
}

/** Erases every thread in which a user wrote; later imports leave out whatever holds a message of theirs. */
export async function eraseUser({ store, folders }: ErasedFrom, userId: string): Promise<Erasure> {
  await store.refresh()
  const ids = await store.threadsOfUser(userId)
  const { threads, damaged } = await look(store, ids)
  const reports = await eraseBeside(store, ids, threads, damaged === 0, folders)
  return { erased: await store.eraseUser(userId), unknown: [], reports }
}

/**
 * Erases threads from everything that a store holds; what lies beside it is not looked at.
 * @returns how many were there
 */
export async function eraseFromStore(store: ChatStore, ids: readonly string[]): Promise<number> {
  const { threads, damaged } = await look(store, ids)
  await eraseBeside(store, ids, threads, damaged === 0, undefined)
  return store.eraseThreads(ids)
}

/** Takes words out of the models of a store that only these threads have, which it does not hold itself. */
export async function forgetInModels(
  store: ChatStore,
  ids: readonly string[],
  threads: readonly Thread[],
): Promise<void> {
  await eraseBeside(store, ids, threads, threads.length === ids.length, undefined)
}

async function eraseBeside(
  store: ChatStore,
  ids: readonly string[],
  threads: readonly Thread[],
  isWhole: boolean,
  folders: ErasedFrom['folders'] | undefined,
): Promise<string[]> {
  const changes = await planModelChanges(store, ids, threads, isWhole)
  const speaking = { threadIds: ids, words: changes.titleWords }
  const reports = folders === undefined ? [] : await removeReports(folders.results, speaking)
  if (folders !== undefined) await forgetInRejects(folders.results, ids)
  await store.putRecords('topicModel', changes.models)
  return reports
}

/** A damaged thread is there, though its words cannot be read. */
async function look(store: ChatStore, ids: readonly string[]) {
  const { threads, damaged } = await readEach(store, ids)
  const unknown = ids.filter((id) => !threads.has(id) && !damaged.has(id))
  return { threads: [...threads.values()], damaged: damaged.size, unknown }
}

/** Leaves tombstones of ids of which nothing is stored. All of a store are made with one secret. */
async function bury(store: ChatStore, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const [known] = await store.listRecords('tombstone', { limit: 1 })
  const names = ids.map((name) => ({ what: 'thread', name }) as const)
  await store.putRecords('tombstone', tombstones(names, burialOf(known?.key)))
}
