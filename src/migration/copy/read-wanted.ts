import { given } from '../../domain/values/given.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import type { WantedPage } from './wanted.ts'

/** Beside records that are not wanted, reading on is quicker than asking for each. */
const SPARSE = 4

/** Records of a page, read from one of the two sides. */
export async function readWanted(
  source: RecordSource,
  { kind, after, equal, onlyThere }: Pick<WantedPage, 'kind' | 'after' | 'equal' | 'onlyThere'>,
  wanted: readonly { readonly id: string }[],
): Promise<readonly WalkedRecord[]> {
  const ids = wanted.map(({ id }) => id)
  const read = new Map<string, WalkedRecord>()
  const isDense = equal + onlyThere < ids.length * SPARSE
  if (kind !== 'thread' && isDense) await readOn(source, kind, after, ids, read)
  const missing = ids.filter((id) => !read.has(id))
  if (missing.length > 0) {
    for (const record of await source.read(kind, missing)) read.set(record.id, record)
  }
  return [...read.values()]
}

/** Pages from a place on, as long as they have what is looked for. */
async function readOn(
  source: RecordSource,
  kind: MovedKind,
  after: string | undefined,
  ids: readonly string[],
  read: Map<string, WalkedRecord>,
): Promise<void> {
  const wanted = new Set(ids)
  for await (const page of source.walk(kind, { first: ids.length, ...given({ after }) })) {
    const found = page.filter(({ id }) => wanted.delete(id))
    for (const record of found) read.set(record.id, record)
    if (wanted.size === 0 || found.length === 0) return
  }
}
