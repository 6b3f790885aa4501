import { idOfRecord } from '../../../../domain/records.ts'
import type { KindedRecord } from '../../../core/record-row.ts'
import type { BucketContext } from '../bucket-context.ts'
import type { Sighting } from '../journal/entries.ts'
import { decodePack } from '../journal/packs.ts'
import { LAYOUT } from '../layout.ts'

/** A pack that the catalog does not know, with its sightings of threads, which may be unknown yet too. */
export interface UnknownPack {
  readonly key: string
  readonly sightings: readonly Sighting[]
}

type Context = Pick<BucketContext, 'catalog' | 'journal' | 'objects'>

/**
 * Takes in the records of unknown packs, tombstones among them, so that they are known before the threads
 * that they are about. The packs count as unknown until {@link notePacks}.
 */
export async function takeRecords(
  context: Context,
  isStopped: () => boolean,
): Promise<UnknownPack[]> {
  const { journal, objects } = context
  await journal.completePacks()
  const unknown: UnknownPack[] = []
  for await (const { key } of objects.list(LAYOUT.records)) {
    if (isStopped()) break
    if (isKnown(context, key)) continue
    const object = await objects.get(key)
    if (object === undefined) continue
    const { records, sightings } = decodePack(object.bytes, key)
    await journal.commit(async () => {
      if (isKnown(context, key) || records.length === 0) return {}
      return { records: await withoutOlder(context, key, records), liesIn: key }
    })
    unknown.push({ key, sightings })
  }
  return unknown
}

/** Takes in their sightings, and with that all of them. */
export async function notePacks(
  context: Context,
  packs: readonly UnknownPack[],
  isStopped: () => boolean,
): Promise<void> {
  for (const { key, sightings } of packs) {
    if (isStopped()) return
    await context.journal.commit(async () =>
      isKnown(context, key) ? {} : { sightings, packs: [key], liesIn: key },
    )
  }
}

function isKnown({ catalog }: Context, key: string): boolean {
  return catalog.one('SELECT 1 FROM packs WHERE name = ?', key) !== undefined
}

/** Of a pack that came late, what later ones do not replace. */
async function withoutOlder(
  { catalog, objects }: Context,
  key: string,
  records: readonly KindedRecord[],
): Promise<readonly KindedRecord[]> {
  const replaced = new Set<string>()
  const later = catalog.all('SELECT name FROM packs WHERE name > ? ORDER BY name', key)
  for (const { name } of later) {
    const object = await objects.get(String(name))
    if (object === undefined) continue
    for (const record of decodePack(object.bytes, String(name)).records) {
      replaced.add(nameOf(record))
    }
  }
  return records.filter((record) => !replaced.has(nameOf(record)))
}

function nameOf({ kind, record }: KindedRecord): string {
  return `${kind}\n${idOfRecord(kind, record)}`
}
