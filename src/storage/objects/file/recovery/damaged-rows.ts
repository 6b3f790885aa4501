import { basename, join } from 'node:path'
import { maybeTextOf, textOf } from '../../../core/row-reader.ts'
import { storedSummary, storedTexts } from '../../../core/stored-json.ts'
import { decodeKey, encodeKey } from '../../../../domain/values/ids.ts'
import { jsonIfAny, objectIfAny } from '../../../../domain/values/json.ts'
import { summarize } from '../../../../domain/thread/thread-summary.ts'
import type { ThreadSummary } from '../../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Damage } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { LOST_USER } from '../../catalog/listing/facet-index.ts'
import type { ThreadRow } from '../../catalog/thread-row.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import { readSightings } from '../disk/sightings.ts'
import type { Sighting } from '../disk/sightings.ts'
import { isListed } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'

const AT_ONCE = 1000

/** The rows of a catalog, as far as they can be read. */
function* rowsOf(catalog: Catalog): Generator<ThreadRow> {
  let after = ''
  for (;;) {
    const rows = readable(() =>
      catalog.all(
        `SELECT id, summary, body_hash, as_of,
           (SELECT json_group_array(v.value) FROM json_each(t.facets) f JOIN facet_values v ON v.n = f.value
              WHERE v.name = '${LOST_USER}') AS lost,
           (SELECT json_group_array(key) FROM prefix_keys p WHERE p.id = t.id AND whole = 0) AS keys,
           (SELECT key FROM prefix_keys p WHERE p.id = t.id AND whole = 1) AS whole
         FROM threads t WHERE id > ? ORDER BY id LIMIT ?`,
        after,
        AT_ONCE,
      ),
    )
    for (const row of rows ?? []) {
      const whole = row['whole']
      const read = readable((): ThreadRow => ({
        summary: storedSummary(row['summary']),
        bodyHash: textOf(row, 'body_hash'),
        asOf: maybeTextOf(row, 'as_of') ?? '',
        lostUsers: storedTexts(row['lost']).map(decodeKey),
        prefixKeys: [...storedTexts(row['keys']), ...(typeof whole === 'string' ? [whole] : [])],
      }))
      if (read !== undefined) yield read
    }
    const last = rows?.at(-1)
    if (last === undefined) return
    after = textOf(last, 'id')
  }
}

/** Of a damaged catalog what can be read is better than nothing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT') || error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Lists the threads that should be there and cannot be read, so that they are shown as damaged, are found
 * when they are imported again, and can be erased. The caller is in `catalog.write`.
 *
 * @param old the catalog as it was, where there was one
 * @param damaged names of files that do not hold
 */
export function listDamaged(
  context: BaseContext,
  old: Catalog | undefined,
  damaged: ReadonlySet<string>,
): Damage[] {
  const { catalog, fs, layout, writer } = context
  const erased = new TombstoneIndex(catalog)
  const damages: Damage[] = []
  const list = (row: ThreadRow) => {
    const { id } = row.summary
    if (isListed(catalog, id) || erased.isBuried({ what: 'thread', name: id })) return
    const path = layout.threadFile(id)
    const isThere = damaged.has(basename(path))
    writer.thread(row, undefined)
    catalog.run('UPDATE threads SET searchable = 1 WHERE id = ?', encodeKey(id))
    const problem = isThere ? 'does not hold what was written' : 'is missing'
    damages.push({ kind: 'thread', id, place: path, problem })
  }
  if (old !== undefined) for (const row of rowsOf(old)) list(row)
  const missing = new Map<string, Sighting>()
  for (const { seen } of readSightings(fs, layout.sightings)) {
    if (seen?.hash !== undefined && !isListed(catalog, seen.id)) missing.set(seen.id, seen)
  }
  for (const name of damaged) {
    const path = join(layout.folders.threads, name)
    if (!fs.exists(path)) continue
    const row = rowOfDamaged(name, fs.read(path))
    const { id } = row.summary
    if (basename(layout.threadFile(id)) !== name) continue
    list({ ...row, bodyHash: missing.get(id)?.hash ?? '' })
  }
  for (const { id, asOf, hash } of missing.values())
    list({ ...bareRow(id), bodyHash: hash ?? '', asOf })
  return damages
}

function bareRow(id: string): ThreadRow {
  const summary = { id, messageCount: 0, userIds: [], contentHash: '' }
  return { summary, bodyHash: '', asOf: '', lostUsers: [], prefixKeys: [] }
}

/** What a damaged file still tells: its thread's id, or else its own name, and the users in it. */
function rowOfDamaged(name: string, bytes: Buffer): ThreadRow {
  const text = bytes.toString('utf8')
  const own = /^\{"id":("(?:[^"\\]|\\.)*")/.exec(text)?.[1]
  const id = (own === undefined ? undefined : jsonIfAny(own)) ?? name.slice(0, -'.json'.length)
  const row = bareRow(typeof id === 'string' ? id : name.slice(0, -'.json'.length))
  const users = [...text.matchAll(/"userId":("(?:[^"\\]|\\.)*")/g)].map(([, user]) =>
    jsonIfAny(user ?? ''),
  )
  const lostUsers = [...new Set(users.filter((user) => typeof user === 'string'))]
  const thread = objectIfAny(text)
  const summary = thread === undefined ? undefined : summaryOf(thread)
  if (summary === undefined || summary.id !== row.summary.id) return { ...row, lostUsers }
  return {
    ...row,
    summary: { ...summary, contentHash: '' },
    lostUsers: lostUsers.filter((user) => !summary.userIds.includes(user)),
  }
}

function summaryOf(value: unknown): ThreadSummary | undefined {
  try {
    return summarize(value as Thread)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
