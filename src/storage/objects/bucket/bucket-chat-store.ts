import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ChatStore, Damage, UpkeepOptions } from '../../chat-store.ts'
import { assembleStore } from '../../assemble-store.ts'
import type { Surrounding } from '../../assemble-store.ts'
import { Catalog } from '../catalog/catalog.ts'
import { ThreadLists } from '../../core/lists/thread-lists.ts'
import { CatalogQueries } from '../catalog/catalog-queries.ts'
import { listStamps } from '../catalog/catalog-stamps.ts'
import { recordReads } from '../catalog/catalog-records.ts'
import { CatalogWriter } from '../catalog/catalog-writer.ts'
import type { ObjectStore } from '../object-store.ts'
import { bucketChecks, conditionsOf, withRights } from './upkeep/bucket-checks.ts'
import type { Conditions } from './upkeep/bucket-checks.ts'
import type { BucketContext } from './bucket-context.ts'
import { bucketLedgers } from './bucket-claims.ts'
import { BucketEraser } from './bucket-eraser.ts'
import { bucketRecords } from './bucket-records.ts'
import { BucketThreads } from './bucket-threads.ts'
import { examine } from './upkeep/examine.ts'
import { Presence } from './presence.ts'
import { comparingFirst } from './journal/conditions.ts'
import { identityOf } from './upkeep/identity.ts'
import { Journal } from './journal/journal.ts'
import { Lease } from './journal/lease.ts'
import { Snapshots } from './journal/snapshots/snapshots.ts'
import { Sweep } from './upkeep/sweep.ts'

export interface BucketOptions {
  /** Milliseconds after which all objects are compared with the catalog again. Default ten minutes. */
  readonly sweepAfter?: number
}

const SWEEP_AFTER = 10 * 60_000

/**
 * Opens a store in a bucket: one object a thread, packs of records, and a catalog made of both, of
 * which this process keeps a copy that answers queries. `docs/decisions/0006-object-backend.md` says why.
 *
 * @param objects closed with the store
 * @throws HitCraftError UNAVAILABLE, PERMISSION, NOT_FOUND (the bucket), INVALID_CONFIG
 */
export async function openBucketStore(
  objects: ObjectStore,
  options: BucketOptions = {},
): Promise<ChatStore> {
  let opened: Opened | undefined
  try {
    opened = await open(objects)
    await opened.context.journal.refresh()
  } catch (given) {
    const error = await withRights(given, objects)
    await opened?.context.catalog.close()
    opened?.snapshots.close()
    await objects.close()
    throw error
  }
  return storeOf(opened, options.sweepAfter ?? SWEEP_AFTER)
}

interface Opened {
  readonly context: BucketContext
  readonly snapshots: Snapshots
  readonly conditions: Conditions
}

async function open(given: ObjectStore): Promise<Opened> {
  const conditions = await conditionsOf(given)
  const isAlone = conditions === 'ignored'
  const objects = isAlone ? comparingFirst(given) : given
  const snapshots = new Snapshots(objects)
  const catalog = new Catalog(snapshots.path(), { private: true })
  const writer = new CatalogWriter(catalog)
  const parts = { objects, catalog, writer, presence: new Presence(objects, catalog) }
  const journal = new Journal(parts, snapshots, isAlone ? new Lease(given) : undefined)
  return { context: { ...parts, journal }, snapshots, conditions }
}

function storeOf({ context, snapshots, conditions }: Opened, sweepAfter: number): ChatStore {
  const { catalog, journal, objects } = context
  const threads = new BucketThreads(context)
  const eraser = new BucketEraser(context)
  const sweep = new Sweep(context, threads)
  const queries = new CatalogQueries({
    catalog,
    read: (ids) => threads.read(ids),
    unread: () => sweep.unread,
  })
  const sweptAt = journal.sweptAt
  // A clock that was ahead must not keep others from sweeping until they are there.
  const isDue = sweptAt === undefined || Math.abs(Date.now() - Date.parse(sweptAt)) >= sweepAfter
  const finishing = finish(eraser)
  if (isDue && conditions === 'honoured' && !journal.isDetached) sweep.start()

  /** Looks at what others have done, then asks the catalog. */
  const ask: Surrounding = async (question) => {
    await journal.fresh()
    sweep.resume()
    return question()
  }
  /**
   * Whole threads. One that was written and never told of, as by a process that was killed, is told of now:
   * what is shown by its id is in lists too.
   */
  const getThreads = async (ids: readonly string[]) => {
    const read = await threads.getThreads(ids)
    if (read.untold.length === 0) return read.threads
    await journal.refresh()
    const known = await threads.getThreads(ids)
    if (known.untold.length === 0 || conditions !== 'honoured') return known.threads
    await sweep.tell(known.untold)
    return (await threads.getThreads(ids)).threads
  }
  return assembleStore({
    kind: objects.kind,
    location: objects.location,
    asking: ask,
    threads: { mergeThreads: (batch) => threads.mergeThreads(batch), getThreads },
    lists: new ThreadLists(queries),
    pending: queries,
    eraser,
    records: { ...recordReads(catalog), ...bucketRecords(context) },
    upkeep: {
      identity: () => identityOf(objects),
      listStamps: async (kind, query) => listStamps(catalog, kind, query),
      indexState: async () => queries.indexState(),
      flushIndex: async () => {
        await journal.refresh()
        await sweep.ended()
      },
      refresh: () => journal.refresh(),
      reindex: async (upkeep = {}) => {
        // What is missing is told before the catalog that promises it is made anew.
        const { signal } = upkeep
        const damages = await Array.fromAsync(
          examine(context, signal === undefined ? {} : { signal }),
        )
        await journal.rebuild(upkeep)
        await eraser.finish()
        await sweep.ended()
        sweep.start()
        await sweep.ended()
        return damages
      },
      examine: (upkeep) => examineAndMark(context, upkeep),
      check: async () => {
        await journal.fresh()
        return bucketChecks(context, conditions, queries.indexState())
      },
      close: async () => {
        try {
          await sweep.stop()
          await finishing
          await journal.close()
        } finally {
          await catalog.close()
          snapshots.close()
          await objects.close()
        }
      },
    },
    ledgers: bucketLedgers(context),
  })
}

/** What is found is looked at again by the next import of it, whatever a list of the bucket says. */
async function* examineAndMark(
  context: BucketContext,
  upkeep: UpkeepOptions | undefined,
): AsyncGenerator<Damage> {
  for await (const damage of examine(context, upkeep)) {
    if (damage.kind === 'thread' && damage.id !== undefined) context.presence.mark(damage.id)
    yield damage
  }
}

/** An outage, or the want of a right, is met again by the next who erases; reading goes on. */
async function finish(eraser: BucketEraser): Promise<void> {
  try {
    await eraser.finish()
  } catch (error) {
    if (!isHitCraftError(error)) throw error
  }
}
