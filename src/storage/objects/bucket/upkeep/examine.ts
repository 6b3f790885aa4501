import { textOf } from '../../../core/row-reader.ts'
import { encodeKey, safeName } from '../../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Damage, ExamineOptions } from '../../../chat-store.ts'
import { damageOf, ifWhole } from '../../../core/damaged.ts'
import { Pace } from '../../../core/upkeep/pace.ts'
import type { BucketContext } from '../bucket-context.ts'
import { inParallel, REQUESTS_AT_ONCE } from '../in-parallel.ts'
import { decodePack } from '../journal/packs.ts'
import { keysOf, LAYOUT, threadKey, threadName } from '../layout.ts'
import { namesKnown } from '../presence.ts'
import { decodeThreadObject, stateOfObject } from '../thread-object.ts'

type Context = Pick<BucketContext, 'catalog' | 'journal' | 'objects'>

/**
 * Reads every object of threads and every pack of records, and looks for those that the catalog knows and the
 * bucket has not. Reading a thread reads its object; records are read from the catalog.
 */
export async function* examine(
  context: Context,
  options: ExamineOptions = {},
): AsyncGenerator<Damage> {
  const { isReadElsewhere = false } = options
  const isWanted = isReadElsewhere ? options.isWanted : undefined
  await context.journal.refresh()
  const packs = await keysOf(context.objects, LAYOUT.records)
  const threads = isReadElsewhere ? [] : await keysOf(context.objects, LAYOUT.threads)
  const pace = new Pace(options, packs.length + threads.length)
  yield* examinePacks(context, packs, pace, isWanted)
  if (!isReadElsewhere) yield* examineThreads(context, threads, pace)
  pace.end()
}

async function* examinePacks(
  { catalog, journal, objects }: Context,
  keys: readonly string[],
  pace: Pace,
  isWanted: NonNullable<ExamineOptions['isWanted']> = () => true,
): AsyncGenerator<Damage> {
  for (let at = 0; at < keys.length; at += REQUESTS_AT_ONCE) {
    const some = keys.slice(at, at + REQUESTS_AT_ONCE)
    const wanted = some.filter((key) => isWanted('store', key))
    const found = await inParallel(wanted, async (key) => {
      const object = await objects.get(key)
      return object === undefined ? [] : decodePack(object.bytes, key).damages
    })
    yield* found.flat()
    await pace.step(some.length)
  }
  const there = new Set(keys)
  const known = catalog
    .all('SELECT name FROM packs ORDER BY name')
    .map((row) => textOf(row, 'name'))
  const missing = known.filter((key) => !there.has(key) && isWanted('store', key))
  if (missing.length === 0) return
  // The newest may stand in their segments alone.
  await journal.completePacks().catch((error: unknown) => {
    if (!isHitCraftError(error, 'CORRUPT') && !isHitCraftError(error, 'PERMISSION')) throw error
  })
  for (const key of missing) {
    if ((await objects.get(key)) === undefined) {
      yield { kind: 'store', place: key, problem: 'is missing, with the records in it' }
    }
  }
}

async function* examineThreads(
  context: Context,
  keys: readonly string[],
  pace: Pace,
): AsyncGenerator<Damage> {
  const ids = new Map(namesKnown(context.catalog))
  for (let at = 0; at < keys.length; at += REQUESTS_AT_ONCE) {
    const some = keys.slice(at, at + REQUESTS_AT_ONCE)
    const found = await inParallel(some, (key) => damageTo(context, key, ids.get(nameOf(key))))
    yield* found.filter((damage) => damage !== undefined)
    await pace.step(some.length)
  }
  const there = new Set(keys.map(nameOf))
  const missing = [...ids].filter(([name]) => !there.has(name))
  if (missing.length === 0) return
  // What others erased since the look at the list is not missed.
  await context.journal.refresh()
  for (const [, id] of missing) {
    const isPromised = context.catalog.one('SELECT 1 FROM threads WHERE id = ?', encodeKey(id))
    if (isPromised === undefined || (await stateOfObject(context.objects, id)) !== undefined)
      continue
    yield { kind: 'thread', id, place: threadKey(id), problem: 'is missing' }
  }
}

function nameOf(key: string): string {
  return threadName(key) ?? ''
}

/** @param id of the thread whose object it is, where the catalog knows one */
async function damageTo(
  { objects }: Context,
  key: string,
  id: string | undefined,
): Promise<Damage | undefined> {
  if (id !== undefined) {
    const state = await stateOfObject(objects, id)
    return state !== undefined && 'damage' in state ? damageOf(state.damage) : undefined
  }
  const object = threadName(key) === undefined ? undefined : await objects.get(key)
  if (object === undefined) return undefined
  if (ifWhole(() => decodeThreadObject(objects.kind, key, object)) !== undefined) return undefined
  const name = nameOf(key)
  const own = safeName(name) === name ? { id: name } : {}
  return { kind: 'thread', ...own, place: key, problem: 'does not hold what was written' }
}
