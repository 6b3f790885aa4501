import { basename, join } from 'node:path'
import { textOf } from '../../../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Damage, ExamineOptions } from '../../../chat-store.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import { readSightings } from '../disk/sightings.ts'
import { isListed } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import type { FileThreads } from '../file-threads.ts'
import { threadFiles } from '../thread-files.ts'
import type { Pace } from '../../../core/upkeep/pace.ts'
import { isErasing } from '../recovery/replay.ts'

const AT_ONCE = 500

/** Every thread that the catalog lists, read from where it lies. */
export async function* examineListed(
  { catalog, layout }: BaseContext,
  threads: FileThreads,
  pace: Pace,
): AsyncGenerator<Damage> {
  const sql = 'SELECT id FROM threads WHERE id > ? ORDER BY id LIMIT ?'
  for (const rows of catalog.pieces(AT_ONCE, sql)) {
    for (const row of rows) {
      await pace.step()
      const key = textOf(row, 'id')
      const id = decodeKey(key)
      const place = layout.threadFile(id)
      const problem = problemOf(threads, key)?.replace(`${place} `, '')
      if (problem !== undefined) yield { kind: 'thread', id, place, problem }
    }
  }
}

function problemOf(threads: FileThreads, key: string): string | undefined {
  try {
    threads.read(key)
    return undefined
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return error.message
    throw error
  }
}

/** Every file in the folder of threads that does not hold, whatever is listed. */
export async function* examineAllFiles(context: BaseContext, pace: Pace): AsyncGenerator<Damage> {
  for (const { name, read } of threadFiles(context)) {
    await pace.rest()
    const { bytes, body } = read()
    if (bytes === undefined || body !== undefined) continue
    const place = join(context.layout.folders.threads, name)
    yield { kind: 'thread', place, problem: 'does not hold what was written' }
  }
}

/** Every file in the folder of threads that the catalog does not list. */
export async function* examineFiles(context: BaseContext, pace: Pace): AsyncGenerator<Damage> {
  const { catalog, layout } = context
  for (const { name, read } of threadFiles(context)) {
    await pace.rest()
    // Most are named by their id, which costs no reading.
    const stem = name.slice(0, -'.json'.length)
    if (isListed(catalog, stem) && basename(layout.threadFile(stem)) === name) continue
    const { bytes, body } = read()
    const thread = body?.thread
    const id = thread?.id
    // What was stored, or is being erased, since the folder was listed; another thread's spare copy.
    const isKnown = id !== undefined && (isListed(catalog, id) || isErasing(catalog, id))
    if (bytes === undefined || isKnown || isListedAs(context, name)) continue
    const problem =
      thread === undefined
        ? 'does not hold what was written'
        : new TombstoneIndex(catalog).holds(thread)
          ? 'is a thread that was erased'
          : 'is a thread that the catalog does not list'
    const place = join(layout.folders.threads, name)
    yield { kind: 'thread', ...(id === undefined ? {} : { id }), place, problem }
  }
}

/** A damaged file that is listed was named with what is listed. */
function isListedAs({ catalog, layout }: BaseContext, name: string): boolean {
  if (!name.startsWith('x=')) return false
  return catalog
    .all('SELECT id FROM threads')
    .some((row) => basename(layout.threadFile(decodeKey(textOf(row, 'id')))) === name)
}

/** Lines that do not hold, and threads that are nowhere but in the sightings. */
export async function* examineSightings(
  context: BaseContext,
  pace: Pace,
  isWanted: NonNullable<ExamineOptions['isWanted']> = () => true,
): AsyncGenerator<Damage> {
  const { catalog, fs, layout } = context
  // Threads of which the last line so far tells another state than the catalog: few, where all is well. Of a hash the
  // beginning, as a number, is enough to tell two states.
  const others = new Map<string, number>()
  for (const { number, problem = '', seen, isTorn } of readSightings(fs, layout.sightings)) {
    await pace.rest()
    if (seen?.hash !== undefined && isWanted('thread', seen.id)) {
      const { id, hash } = seen
      if (catalogHash(catalog, id) === numberOf(hash)) others.delete(id)
      else others.set(id, numberOf(hash))
    }
    const place = `${layout.sightings}, line ${number}`
    if (seen === undefined && isTorn !== true && isWanted('store', place)) {
      yield { kind: 'store', place, problem }
    }
  }
  for (const [id, hash] of others) {
    await pace.rest()
    const place = layout.threadFile(id)
    const stored = catalogHash(catalog, id)
    if (stored === undefined) {
      if (!isErasing(catalog, id)) yield { kind: 'thread', id, place, problem: 'is missing' }
    } else if (stored !== hash && isSettled(catalog, id)) {
      yield { kind: 'thread', id, place, problem: 'holds another state than was stored last' }
    }
  }
}

/** Of what the catalog holds under an id; undefined where it lists no such thread. */
function catalogHash(catalog: BaseContext['catalog'], id: string): number | undefined {
  const row = catalog.one('SELECT body_hash FROM threads WHERE id = ?', encodeKey(id))
  return row === undefined ? undefined : numberOf(textOf(row, 'body_hash'))
}

function numberOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16)
}

/** Whether the file, not the log, is what there is of a thread. */
function isSettled(catalog: BaseContext['catalog'], id: string): boolean {
  const sql = `SELECT 1 FROM threads t WHERE id = ? AND segment IS NULL
    AND NOT EXISTS (SELECT 1 FROM unsynced u WHERE u.id = t.id)`
  return catalog.one(sql, encodeKey(id)) !== undefined
}
