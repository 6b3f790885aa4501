import { join } from 'node:path'
import { sha256 } from '../../domain/values/canonical-json.ts'
import type { Damage, ExamineOptions } from '../../storage/chat-store.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import { payloadOf, sizeAt, textAt } from './bag.ts'
import type { Bag } from './bag.ts'
import { readManifest } from './bag-tags.ts'
import * as layout from './layout.ts'

/**
 * Names what of an archive does not hold: the files that say what it is, then those of the payload, then each line. A walk reads
 * each line too, and names a part that is missing, or is not what the manifest says.
 */
export async function* examineBag(
  bag: Bag,
  walk: RecordSource['walk'],
  { signal, onProgress, isReadElsewhere = false, isWanted = () => true }: ExamineOptions = {},
): AsyncGenerator<Damage> {
  for (const examine of [examineTags, examinePayload]) {
    for await (const damage of examine(bag)) {
      if (!isReadElsewhere || isWanted(damage.kind, damage.place)) yield damage
    }
  }
  if (isReadElsewhere) return
  const total = [...bag.records.values()].reduce((sum, records) => sum + records, 0)
  let done = 0
  for (const kind of MOVED_KINDS) {
    for await (const page of walk(kind, signal === undefined ? {} : { signal })) {
      for (const record of page) if (!isWhole(record)) yield record.damage
      done += page.length
      onProgress?.(done, total)
    }
  }
}

async function* examineTags({ folder }: Bag): AsyncGenerator<Damage> {
  const tagManifest = await textAt(folder, layout.TAG_MANIFEST)
  if (tagManifest === undefined) yield damaged(folder, layout.TAG_MANIFEST, 'is missing')
  const hashes = readManifest(tagManifest ?? '')
  for (const path of [layout.DECLARATION, layout.INFO, layout.MANIFEST]) {
    const text = await textAt(folder, path)
    if (text === undefined) yield damaged(folder, path, 'is missing')
    else if (tagManifest !== undefined && hashes.get(path) !== sha256(text)) {
      yield damaged(folder, path, 'does not hash to what the tag manifest says')
    }
  }
}

/** Files that nobody named, and named ones that are no part; parts are looked at by the walk. */
async function* examinePayload({ folder, hashes, oxum }: Bag): AsyncGenerator<Damage> {
  const there = new Set(await payloadOf(folder))
  if (hashes === undefined) {
    let bytes = 0
    for (const path of there) bytes += (await sizeAt(folder, path)) ?? 0
    if (oxum === undefined || oxum === `${bytes}.${there.size}`) return
    yield damaged(folder, layout.PAYLOAD, 'has other bytes or files than bag-info.txt tells')
    return
  }
  for (const path of there) {
    if (!hashes.has(path)) yield damaged(folder, path, 'is in no manifest')
  }
  for (const path of hashes.keys()) {
    if (layout.partOf(path)?.kind !== undefined) continue
    yield damaged(folder, path, there.has(path) ? 'is of a kind that is not known' : 'is missing')
  }
}

function damaged(folder: string, path: string, problem: string): Damage {
  return { kind: 'store', place: join(folder, path), problem }
}
