import { join } from 'node:path'
import { given } from '../../domain/values/given.ts'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { compareIds } from '../../domain/values/ids.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource, WalkOptions } from '../sources/record-source.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { idOfLine } from './archive-line.ts'
import { openBag, sizeAt, textAt } from './bag.ts'
import type { Bag } from './bag.ts'
import { byteLines } from './byte-lines.ts'
import { examineBag } from './examine-bag.ts'
import { TAG_MANIFEST } from './layout.ts'
import { PartIndex } from './part-index.ts'
import { readPart } from './read-part.ts'
import type { PartToRead } from './read-part.ts'

/**
 * An archive as a source. `walk` streams, a page at a time. `read` goes through each part in which
 * an id can lie once, and through no part again while the next ids lie in it too: in their order they cost one reading of all.
 * It holds nothing open, and the ids of one part in memory.
 *
 * @throws HitCraftError as `openBag`
 */
export async function openArchive(folder: string): Promise<RecordSource> {
  const bag = await openBag(folder)
  const parts = new Map<MovedKind, Promise<readonly PartToRead[]>>()
  const partsOf = (kind: MovedKind): Promise<readonly PartToRead[]> => {
    const known = parts.get(kind) ?? findParts(bag, kind)
    parts.set(kind, known)
    return known
  }
  let indexed: { readonly path: string; readonly index: Promise<PartIndex> } | undefined
  const indexOf = (part: PartToRead): Promise<PartIndex> => {
    if (indexed?.path !== part.path) indexed = { path: part.path, index: PartIndex.of(bag, part) }
    return indexed.index
  }
  const walk = async function* (kind: MovedKind, options: WalkOptions = {}) {
    let behind: string | undefined
    for (const part of await partsOf(kind)) {
      if (mayGoOn(part, options.after)) behind = yield* readPart(bag, part, { ...options, behind })
    }
  }
  return {
    kind: 'archive',
    location: folder,
    identity: async () => {
      const seal = await textAt(folder, TAG_MANIFEST)
      return seal === undefined ? undefined : sha256(seal)
    },
    walk,
    async read(kind, ids) {
      const found: WalkedRecord[] = []
      const wanted = [...new Set(ids)].toSorted(compareIds)
      for (const part of await partsOf(kind)) {
        if (!wanted.some((id) => mayBeIn(part, id))) continue
        found.push(...(await (await indexOf(part)).read(wanted)))
      }
      return found
    },
    count(kind) {
      const own = bag.parts.filter((part) => part.kind === kind)
      return Promise.resolve(own.reduce((sum, { path }) => sum + (bag.records.get(path) ?? 0), 0))
    },
    examine: (options) => examineBag(bag, walk, options),
  }
}

/** The parts of a kind, each with the ids between which its own lie. */
async function findParts(bag: Bag, kind: MovedKind): Promise<readonly PartToRead[]> {
  const paths = bag.parts.filter((part) => part.kind === kind).map(({ path }) => path)
  const firsts: (string | undefined)[] = []
  for (const path of paths) firsts.push(await firstId(bag, path))
  const bounds = firsts.map((id, at) =>
    fitsBetween(id, firsts[at - 1], firsts[at + 1]) ? id : undefined,
  )
  return paths.map((path, at): PartToRead => {
    const between = given({ first: bounds[at], before: bounds[at + 1] })
    return Object.assign({ path, kind }, between)
  })
}

/** A part whose first line is out of its place bounds nothing. */
function fitsBetween(
  id: string | undefined,
  low: string | undefined,
  high: string | undefined,
): boolean {
  if (id === undefined) return false
  const isAbove = low === undefined || compareIds(low, id) < 0
  return isAbove && (high === undefined || compareIds(id, high) < 0)
}

/** Whether there can be ids beyond this one in a part. */
function mayGoOn({ before }: PartToRead, after: string | undefined): boolean {
  return after === undefined || before === undefined || compareIds(after, before) < 0
}

function mayBeIn({ first, before }: PartToRead, id: string): boolean {
  const isBehind = first === undefined || compareIds(first, id) <= 0
  return isBehind && (before === undefined || compareIds(id, before) < 0)
}

async function firstId(bag: Bag, path: string): Promise<string | undefined> {
  if ((await sizeAt(bag.folder, path)) === undefined) return undefined
  for await (const [line] of byteLines(join(bag.folder, path))) {
    return line === undefined ? undefined : idOfLine(line.bytes)
  }
  return undefined
}
