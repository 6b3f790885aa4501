import { join } from 'node:path'
import type { Thread } from '../../src/domain/thread/thread.ts'
import type { ErrorCode } from '../../src/errors/error-codes.ts'
import { HitCraftError, isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { realFileSystem } from '../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../src/storage/objects/file/disk/file-system.ts'
import type { MemoryBucket } from '../integration/bucket-store/memory-objects.ts'
import { bucketUnderTest } from './bucket-under-test.ts'
import type { OpenStore } from './check.ts'
import { fileUnderTest } from './file-under-test.ts'
import { memoryUnderTest } from './memory-under-test.ts'
import { brokenObjects, keepsErasedBytes, putsWithoutLock } from './object-store/broken-objects.ts'
import type { ObjectBreak } from './object-store/broken-objects.ts'

/** What of a store is broken, given the one that is right. */
type Break<B = unknown> = (right: ChatStore, beneath: B) => Partial<ChatStore>

function broken<B>(breakIt: Break<B>) {
  return (right: ChatStore, beneath: B): ChatStore => {
    const parts = breakIt(right, beneath)
    return new Proxy(right, {
      get: (target, name) => Reflect.get(name in parts ? parts : target, name) as unknown,
    })
  }
}

/** A store as on a server, of which a few methods are wrong. */
const native = (breakIt: Break<undefined>): OpenStore =>
  memoryUnderTest((right) => broken(breakIt)(right, undefined))
const onBucket = (breakIt: Break<MemoryBucket>): OpenStore => bucketUnderTest(broken(breakIt))
const onObjects = (breakIt: ObjectBreak): OpenStore =>
  bucketUnderTest((right) => right, brokenObjects(breakIt))
const onDisk = (disk: Partial<FileSystem>): OpenStore =>
  fileUnderTest({ disk: { ...realFileSystem, ...disk } })

/** The answer that stands for an error of one code. */
const unless = (code: ErrorCode, answer: unknown) => (error: unknown) => {
  if (isHitCraftError(error, code)) return answer as never
  throw error
}

const NOTHING = { items: [] }
const WHOLE = { complete: true, indexed: 0, total: 0 }

/** Stores that take an outage for emptiness, by the method that does. */
export const OUTAGE_AS_EMPTY: Readonly<Record<string, OpenStore>> = {
  getThread: native((right) => ({
    getThread: (id) => right.getThread(id).catch(unless('UNAVAILABLE', undefined)),
  })),
  getThreads: native((right) => ({
    getThreads: (ids) =>
      right.getThreads(ids).catch(
        unless(
          'UNAVAILABLE',
          ids.map(() => undefined),
        ),
      ),
  })),
  listThreads: native((right) => ({
    listThreads: (query) => right.listThreads(query).catch(unless('UNAVAILABLE', NOTHING)),
  })),
  countThreads: native((right) => ({
    countThreads: (filter) => right.countThreads(filter).catch(unless('UNAVAILABLE', 0)),
  })),
  searchThreads: native((right) => ({
    searchThreads: (query) =>
      right.searchThreads(query).catch(unless('UNAVAILABLE', { ...NOTHING, index: WHOLE })),
  })),
  listAnalyses: native((right) => ({
    listAnalyses: (query) => right.listAnalyses(query).catch(unless('UNAVAILABLE', NOTHING)),
  })),
  listPending: native((right) => ({
    listPending: (query) => right.listPending(query).catch(unless('UNAVAILABLE', [])),
  })),
  getRecord: native((right) => ({
    getRecord: (kind, id) => right.getRecord(kind, id).catch(unless('UNAVAILABLE', undefined)),
  })),
  listRecords: native((right) => ({
    listRecords: (kind, query) => right.listRecords(kind, query).catch(unless('UNAVAILABLE', [])),
  })),
  indexState: native((right) => ({
    indexState: () => right.indexState().catch(unless('UNAVAILABLE', WHOLE)),
  })),
}

/** Of an outage nothing is told to whoever writes. */
export const acknowledgesInOutage = native((right) => ({
  mergeThreads: (threads) =>
    right.mergeThreads(threads).catch(
      unless(
        'UNAVAILABLE',
        threads.map(({ id }) => ({ id, outcome: 'unchanged' })),
      ),
    ),
}))

export const acknowledgesWithoutRoom = native((right) => ({
  putRecords: (kind, records) =>
    right.putRecords(kind, records).catch(unless('NO_SPACE', undefined)),
}))

/** A right that is missing is taken for an outage, and tried again for ever. */
export const wrongCode = native((right) => ({
  saveAnalyses: (items) =>
    right.saveAnalyses(items).catch((error: unknown) => {
      if (!isHitCraftError(error, 'PERMISSION')) throw error
      throw new HitCraftError('UNAVAILABLE', 'the store does not answer')
    }),
}))

/** What is read is not held against its hash. */
export const withoutHashCheck = onBucket((right, { objects }) => {
  const raw = (id: string): Thread =>
    JSON.parse(objects.get(`threads/${id}.json`)?.bytes.toString().split('\n')[0] ?? '') as Thread
  return {
    getThread: (id) => right.getThread(id).catch(() => raw(id)),
    getThreads: (ids) => right.getThreads(ids).catch(() => ids.map(raw)),
  }
})

/** A damaged thread is taken for none. */
export const damagedIsAbsent = onBucket((right) => ({
  getThread: (id) => right.getThread(id).catch(unless('CORRUPT', undefined)),
}))

/** Of several threads one is damaged, and it is not said which. */
export const damageWithoutName = onBucket((right) => ({
  getThreads: (ids) =>
    right.getThreads(ids).catch((error: unknown) => {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      throw new HitCraftError('CORRUPT', 'a thread is damaged')
    }),
}))

/** Believes its catalog, and reads nothing. */
export const examinesNothing = onBucket(() => ({
  async *examine() {
    // Nothing is read.
  },
}))

export const repairsInSilence = onBucket((right) => ({
  mergeThreads: async (threads) =>
    (await right.mergeThreads(threads)).map(({ id, outcome }) => ({ id, outcome })),
}))

/** What comes in unchanged is not looked at where it lies. */
export const repairsNothing = onBucket((right) => ({
  mergeThreads: async (threads) => {
    const known = await right.listThreads({ order: 'id', limit: 1000 })
    const ids = new Set(known.items.map(({ id }) => id))
    const fresh = threads.filter(({ id }) => !ids.has(id))
    const outcomes = await right.mergeThreads(fresh)
    return threads.map(
      ({ id }) => outcomes.find((one) => one.id === id) ?? { id, outcome: 'unchanged' as const },
    )
  },
}))

/** The log is written and not synced. */
export const withoutSyncOfLog = fileUnderTest({ unsynced: (path) => path.endsWith('.log') })

/** The log is synced, and the name of its file is not. */
export const withoutSyncOfNames = fileUnderTest({ unsynced: (path) => path.endsWith('/log') })

/** What is removed goes to a place from which it can be had back. */
export const removesToTrash = onDisk({
  remove: (path) => {
    if (realFileSystem.exists(path)) realFileSystem.rename(path, `${path}.trash`)
  },
})

/** A file that is written again is kept as it was beside it. */
export const keepsBackups = onDisk({
  rename: (from, to) => {
    if (realFileSystem.exists(to)) realFileSystem.write(`${to}~`, realFileSystem.read(to))
    realFileSystem.rename(from, to)
  },
})

/** A log that is emptied is copied before, as by a program that archives. */
export const archivesTheLog = onDisk({
  remove: (path) => {
    if (path.endsWith('.log')) {
      const name = `archive-${path.replaceAll('/', '_')}`
      realFileSystem.write(join(path, '../..', name), realFileSystem.read(path))
    }
    realFileSystem.remove(path)
  },
})

/** A bucket with versions, whose old ones nobody deletes. */
export const bucketWithVersions = onObjects(keepsErasedBytes)

/** Erasing leaves the packs in which analyses and history of the thread stand. */
export const keepsPacks = onObjects((right) => ({
  put: async (key, bytes, condition) =>
    key.startsWith('records/') && typeof condition === 'object'
      ? condition.etag
      : right.put(key, bytes, condition),
}))

/** Erasing leaves the segments that told of the thread. */
export const keepsSegments = onObjects((right) => ({
  delete: async (key) => {
    if (!key.startsWith('catalog/')) await right.delete(key)
  },
}))

/** The condition of a write is looked at, and then it is written. */
export const bucketWithoutLock = onObjects(putsWithoutLock)

/** Two workers are given the same threads. */
export const lendsTwice = native((right) => ({
  claimPending: ({ worker: _worker, lease: _lease, ...query }) => right.listPending(query),
}))

/** One worker that lets go lets go for all. */
export const releasesForAll = native((right) => {
  const workers = new Set<string>()
  return {
    claimPending: (query) => {
      workers.add(query.worker)
      return right.claimPending(query)
    },
    releaseClaims: async (analyzerKey) => {
      for (const worker of workers) await right.releaseClaims(analyzerKey, worker)
    },
  }
})

/** Of several facets one alone is looked at. */
export const oneFacetAlone = native((right) => ({
  listThreads: ({ facets, ...query }) =>
    right.listThreads({
      ...query,
      ...(facets === undefined
        ? {}
        : { facets: Object.fromEntries(Object.entries(facets).slice(0, 1)) }),
    }),
}))

/** What a store hands out is what it holds: whoever changes the one changes the other. */
export const handsOutItsOwn = native((right) => {
  const held = new Map<string, Thread>()
  return {
    getThread: async (id) => {
      const thread = held.get(id) ?? (await right.getThread(id))
      if (thread !== undefined) held.set(id, thread)
      return thread
    },
  }
})
