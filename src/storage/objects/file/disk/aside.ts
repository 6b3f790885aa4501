import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isJsonObject, jsonFrom } from '../../../../domain/values/json.ts'
import { isRecordKind, speaksOfThreads } from '../../../../domain/records.ts'
import { safeName } from '../../../../domain/values/ids.ts'
import type { Damage } from '../../../chat-store.ts'
import { sumState, withSum } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'
import type { Layout } from './layout.ts'
import { writeDurably } from './write.ts'

/** What was put aside, and what is known of it. */
export interface Aside {
  /** With `keptAt`. */
  readonly damage: Damage
  /** Nobody was told of it yet who could do something about it, and it was not made good. */
  readonly isOpen: boolean
  readonly paths: readonly string[]
}

const NOTE = '.note.json'

/**
 * Puts bytes that do not hold aside, with a note of what they were.
 *
 * @param isOpen whether `examine` shall go on naming it
 * @returns where they are kept
 */
export function putAside(
  { layout, fs }: { readonly layout: Layout; readonly fs: FileSystem },
  bytes: Uint8Array,
  damage: Damage,
  isOpen: boolean,
): string {
  fs.makeFolder(layout.damaged)
  const name = `${damage.kind}-${safeName(damage.id ?? 'unknown')}-${randomBytes(4).toString('hex')}`
  const keptAt = join(layout.damaged, name)
  writeDurably(fs, keptAt, bytes)
  writeDurably(
    fs,
    keptAt + NOTE,
    withSum(JSON.stringify({ damage: { ...damage, keptAt }, isOpen })),
  )
  return keptAt
}

/** Everything that was put aside. One whose note does not hold is of nobody known. */
export function setAside(fs: FileSystem, layout: Layout): Aside[] {
  const names = fs.exists(layout.damaged) ? fs.list(layout.damaged) : []
  return names
    .filter((name) => !name.endsWith('.part'))
    .filter((name) => !name.endsWith(NOTE) || !names.includes(name.slice(0, -NOTE.length)))
    .toSorted()
    .map((name) => {
      const keptAt = join(layout.damaged, name)
      const note = readNote(fs, keptAt + NOTE)
      const unknown = { kind: 'store', place: keptAt, problem: 'was put aside', keptAt } as const
      const { damage = unknown, isOpen = true } = note ?? {}
      return { damage: { ...damage, keptAt }, isOpen, paths: [keptAt, keptAt + NOTE] }
    })
}

/** From now on somebody knows of it: it is kept, and is named by `check` alone. */
export function closeAside(fs: FileSystem, { damage, paths }: Aside): void {
  const [, note] = paths
  if (note !== undefined) writeDurably(fs, note, withSum(JSON.stringify({ damage, isOpen: false })))
}

/** Removes what was put aside of threads, and all that may be of them. */
export function removeAside(fs: FileSystem, layout: Layout, ids: ReadonlySet<string>): void {
  for (const { damage, paths } of setAside(fs, layout)) {
    const { kind, id } = damage
    if (isRecordKind(kind) && !speaksOfThreads(kind)) continue
    // A record's id ends in that of its thread; whose the rest is cannot be told, so it goes.
    const isTheirs = kind !== 'thread' || id === undefined || ids.has(id)
    if (isTheirs) for (const path of paths) fs.remove(path)
  }
}

function readNote(
  fs: FileSystem,
  path: string,
): { readonly damage: Damage; readonly isOpen: boolean } | undefined {
  const bytes = fs.exists(path) ? fs.read(path) : Buffer.alloc(0)
  if (sumState(bytes) !== 'holds') return undefined
  const note = jsonFrom(bytes.toString('utf8'))
  const { damage, isOpen } = isJsonObject(note) ? note : {}
  return isDamage(damage) && typeof isOpen === 'boolean' ? { damage, isOpen } : undefined
}

function isDamage(value: unknown): value is Damage {
  if (!isJsonObject(value)) return false
  const { kind, place, problem, id } = value
  return (
    (kind === 'thread' || kind === 'store' || isRecordKind(kind)) &&
    typeof place === 'string' &&
    typeof problem === 'string' &&
    (id === undefined || typeof id === 'string')
  )
}
