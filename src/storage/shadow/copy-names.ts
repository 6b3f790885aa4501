import { ALL_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import type { ChatStore } from '../chat-store.ts'
import { readEach } from '../read-each.ts'
import { EraseBehind } from './erase-behind.ts'
import type { ShadowName } from './shadow-name.ts'
import { threadNames } from './written-names.ts'

/**
 * Brings what the names stand for to the shadow as the first store has it now. So the order of the names does not
 * matter, and neither does how often one is copied. Nothing is taken away that no tombstone of the first store buries.
 *
 * @returns those that the shadow would not take, or that the first store could not read
 * @throws HitCraftError anything of the stores; the same call again completes it
 */
export async function copyNames(
  first: ChatStore,
  second: ChatStore,
  names: readonly ShadowName[],
): Promise<readonly ShadowName[]> {
  const of = (kind: ShadowName['kind']) =>
    names.filter((name) => name.kind === kind).map(({ id }) => id)
  const behind = await EraseBehind.of(first, second)
  for (const id of of('user')) await behind.user(id)
  const ids = of('thread')
  const { threads, damaged } = await readEach(first, ids)
  const refused = threadNames([...damaged.keys()])
  await behind.threads(ids.filter((id) => !threads.has(id) && !damaged.has(id)))
  const given = [...threads.values()]
  const outcomes = given.length === 0 ? [] : await second.mergeThreads(given)
  for (const [at, { outcome }] of outcomes.entries()) {
    const id = given[at]?.id
    if (outcome === 'erased' && id !== undefined) refused.push({ kind: 'thread', id })
  }
  for (const kind of ALL_KINDS) await copyRecords(first, second, kind, of(kind))
  return refused
}

async function copyRecords(
  first: ChatStore,
  second: ChatStore,
  kind: RecordKind,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const read = await Promise.all(ids.map((id) => first.getRecord(kind, id)))
  const records = read.filter((record) => record !== undefined)
  if (records.length > 0) await second.putRecords(kind, records)
}
