import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { mergeThread } from '../../domain/thread/merge-thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { compareIds, isDerivedId } from '../../domain/values/ids.ts'
import { Clock } from '../../domain/values/time.ts'
import type { Damage, UpkeepOptions } from '../../storage/chat-store.ts'
import { folderIdentity } from '../../storage/backends/folders.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { PageInReading } from '../sources/page-in-reading.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { wholeRecord, wholeThread } from '../sources/whole-record.ts'
import { bytesOf, isWhole } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { DATA, indexPath, openLegacyFolder, RESULTS, THREADS, withoutEnd } from './legacy-folder.ts'
import type { LegacyFolder } from './legacy-folder.ts'
import { readOlderRecords, readOlderResult } from './older-records.ts'
import type { OlderRecords } from './older-records.ts'
import { readOlderText } from './older-text.ts'
import { readThreadFile } from './read-thread-file.ts'

const PAGE = 50

/**
 * The older app's data as a source: threads, the lines of its history under the key `legacy`, and its results as
 * records of their own. Every thread file is read once at opening, to know which threads it holds; memory holds their
 * ids. A thread is read from its `.json`, and from a `.txt` where that is all there is or the other does not hold.
 *
 * @throws HitCraftError NOT_FOUND, PERMISSION, UNAVAILABLE
 */
export async function openLegacy(folder: string): Promise<RecordSource> {
  const legacy = await openLegacyFolder(folder)
  const clock = new Clock(new Date().toISOString())
  const survey = await surveyThreads(legacy, clock)
  const records = await readOlderRecords(legacy)
  const known = new Set(survey.files.keys())
  const idsOf = (kind: MovedKind): readonly string[] => {
    if (kind === 'thread') return [...known, ...survey.unread.keys()].sort(compareIds)
    if (kind === 'history') return records.history.map(({ id }) => id)
    if (kind !== 'olderResult') return []
    return legacy.results.map((path) => `${RESULTS}/${path}`).sort(compareIds)
  }
  const results = new Set(legacy.results)
  const entries = new Map(records.history.map((entry) => [entry.id, entry]))
  const readOne = async (kind: MovedKind, id: string): Promise<WalkedRecord | undefined> => {
    if (kind === 'thread') return readThread(legacy, survey, id, clock)
    const entry = kind === 'history' ? entries.get(id) : undefined
    if (entry !== undefined) return wholeRecord('history', entry)
    const path = id.slice(RESULTS.length + 1)
    if (kind !== 'olderResult' || !results.has(path)) return undefined
    const read = await readOlderResult(legacy, path, records, known)
    return 'place' in read ? { kind, id, damage: read } : wholeRecord('olderResult', read)
  }
  const walk: RecordSource['walk'] = async function* (kind, { after, signal } = {}) {
    const ids = idsOf(kind).filter((id) => after === undefined || compareIds(id, after) > 0)
    const page = new PageInReading(PAGE)
    for (const id of ids) {
      signal?.throwIfAborted()
      const record = await readOne(kind, id)
      if (record === undefined) continue
      page.add(record, bytesOf(record))
      if (page.isFull) yield page.take()
    }
    if (!page.isEmpty) yield page.take()
  }
  return {
    kind: 'legacy',
    location: legacy.root,
    identity: () => identityOf(legacy.root),
    walk,
    async read(kind, ids) {
      const read: WalkedRecord[] = []
      for (const id of ids) {
        const record = await readOne(kind, id)
        if (record !== undefined) read.push(record)
      }
      return read
    },
    count: (kind) => Promise.resolve(idsOf(kind).length),
    examine: (options) => examine(legacy, survey, records, walk, options),
  }
}

/** One of the older app's folders, which goes into `older-app/` as it is. */
async function identityOf(root: string): Promise<string | undefined> {
  const folder = [THREADS, DATA].map((name) => join(root, name)).find(existsSync)
  return folder === undefined ? undefined : folderIdentity(folder)
}

interface Survey {
  /** The files that hold a thread, by its id. */
  readonly files: ReadonlyMap<string, readonly string[]>
  /** Of files that hold none that can be read, by the id that they are called after. */
  readonly unread: ReadonlyMap<string, Damage>
  /** What of the other files could not be read. */
  readonly problems: readonly Damage[]
}

async function surveyThreads(legacy: LegacyFolder, clock: Clock): Promise<Survey> {
  const files = new Map<string, string[]>()
  const unread = new Map<string, Damage>()
  const problems: Damage[] = []
  const beside: string[] = []
  const add = (id: string, name: string) => files.set(id, [...(files.get(id) ?? []), name])
  for (const [path, names] of Map.groupBy(legacy.threads, withoutEnd)) {
    const failed: Damage[] = []
    let isRead = false
    for (const name of names.toSorted((a, b) => rank(a) - rank(b))) {
      if (isRead) {
        beside.push(name)
        continue
      }
      const read = await readNamed(legacy, name, clock)
      failed.push(...read.damages)
      for (const id of read.ids) add(id, name)
      isRead = read.ids.length > 0
    }
    const [first] = failed
    if (isRead || first === undefined) problems.push(...failed)
    else {
      const stem = stemOf(path)
      const id = unread.has(stem) ? path : stem
      unread.set(id, { ...first, id })
    }
  }
  // A text beside a JSON that holds says the same once more, except where it names threads that no other file has.
  const known = new Set(files.keys())
  for (const name of beside) {
    const { ids, damages } = await readNamed(legacy, name, clock)
    const others = ids.filter((id) => !known.has(id) && !isDerivedId(id) && id !== stemOf(name))
    for (const id of others) add(id, name)
    if (others.length > 0) problems.push(...damages)
  }
  for (const id of files.keys()) {
    const other = unread.get(id)
    if (other !== undefined) problems.push(other)
    unread.delete(id)
  }
  return { files, unread, problems }
}

/** The ids of the threads in a file, and what of it could not be read. */
async function readNamed(
  { root }: LegacyFolder,
  name: string,
  clock: Clock,
): Promise<{ readonly ids: readonly string[]; readonly damages: readonly Damage[] }> {
  const place = join(root, THREADS, name)
  const { threads, problems } = await readThreadFile(place, clock)
  const damages = problems.map((problem): Damage => ({
    kind: 'thread',
    id: stemOf(name),
    place,
    problem,
  }))
  return { ids: threads.map(({ id }) => id), damages }
}

function stemOf(name: string): string {
  return withoutEnd(name).replace(/^.*\//, '')
}

function rank(name: string): number {
  return /\.json$/i.test(name) ? 0 : 1
}

async function readThread(
  { root }: LegacyFolder,
  { files, unread }: Survey,
  id: string,
  clock: Clock,
): Promise<WalkedRecord | undefined> {
  const damage = unread.get(id)
  if (damage !== undefined) return { kind: 'thread', id, damage }
  let value: Thread | undefined
  for (const name of files.get(id) ?? []) {
    const { threads } = await readThreadFile(join(root, THREADS, name), clock)
    for (const piece of threads.filter((thread) => thread.id === id)) {
      value = value === undefined ? piece : mergeThread(value, piece).thread
    }
  }
  return value === undefined ? undefined : wholeThread(value)
}

async function* examine(
  legacy: LegacyFolder,
  { files, unread, problems }: Survey,
  { damaged, indexed }: OlderRecords,
  walk: RecordSource['walk'],
  { signal }: UpkeepOptions = {},
): AsyncGenerator<Damage> {
  yield* damaged
  yield* problems
  yield* unread.values()
  const place = indexPath(legacy.root)
  for (const id of indexed ?? []) {
    const isThere = files.has(id) || unread.has(id)
    if (!isThere) yield { kind: 'thread', id, place, problem: 'is named there and has no file' }
  }
  for await (const page of walk('olderResult', signal === undefined ? {} : { signal })) {
    for (const record of page) {
      if (isWhole(record)) yield* guessAt(legacy.root, record.id)
      else yield record.damage
    }
  }
}

/** A result whose letters are a guess comes, and is told. */
async function* guessAt(root: string, id: string): AsyncGenerator<Damage> {
  const place = join(root, id)
  const guess = (await readOlderText(place))?.guess
  if (guess !== undefined) yield { kind: 'olderResult', id, place, problem: guess }
}
