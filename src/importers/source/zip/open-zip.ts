import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Trouble } from '../bytes.ts'
import { CHUNK } from '../bytes.ts'
import type { FileBytes } from '../file-bytes.ts'
import { readDirectory, splitZip } from './directory.ts'
import type { ZipDirectory } from './directory.ts'
import { readLocal, scanMembers } from './scan-members.ts'
import { HAS_DESCRIPTOR, LOCAL_SIGNATURE } from './zip-entry.ts'
import type { LocalHeader, ZipEntry } from './zip-entry.ts'

/** A member of a zip; the place of its bytes is undefined where its own header is not there. */
export interface ZipMember {
  readonly entry: ZipEntry
  readonly dataStart?: number
  /** It reaches into the member behind it: its size is wrong, or the zip was made to be endless. */
  readonly isOverlapping?: boolean
}

export interface OpenZip {
  /** In the order of the archive. */
  readonly members: readonly ZipMember[]
  readonly notes: readonly string[]
  readonly troubles: readonly Trouble[]
}

/**
 * All that a zip holds. Where its directory is whole, that says what the members are, and what lies in
 * the file beside them is told; where it is cut off, the members are found by their own headers.
 *
 * @throws HitCraftError INVALID_INPUT when no member is found, UNSUPPORTED for a part of a split zip
 */
export async function openZip(file: FileBytes): Promise<OpenZip> {
  const head = await file.at(0, 4)
  const mark = head.length === 4 ? head.readUInt32LE(0) : 0
  const directory = await readDirectory(file)
  if (directory === undefined && mark === 0x08074b50) throw splitZip(file.name)
  const isWhole =
    directory !== undefined &&
    directory.troubles.length === 0 &&
    // Before the zip stands another one.
    !(directory.base > 0 && mark === LOCAL_SIGNATURE)
  return isWhole ? byDirectory(file, directory) : byHeaders(file)
}

async function byHeaders(file: FileBytes): Promise<OpenZip> {
  const troubles: Trouble[] = [
    { reason: 'the directory at the end of the zip is cut off or damaged', length: 0 },
  ]
  const members: ZipMember[] = []
  for await (const member of scanMembers(file, (trouble) => troubles.push(trouble))) {
    members.push(member)
  }
  if (members.length === 0) {
    throw new HitCraftError('INVALID_INPUT', `${file.name} is no zip that can be read`)
  }
  return { members, notes: [], troubles }
}

async function byDirectory(file: FileBytes, directory: ZipDirectory): Promise<OpenZip> {
  const troubles: Trouble[] = []
  const notes: string[] = []
  const found = new Map<ZipEntry, ZipMember>()
  const placed: { entry: ZipEntry; local: LocalHeader }[] = []
  for (const entry of directory.entries.toSorted((a, b) => a.offset - b.offset)) {
    const local = await readLocal(file, entry.offset)
    if (local === undefined) found.set(entry, { entry })
    else placed.push({ entry, local })
  }
  // Where the members before this one end.
  let covered = 0
  for (const [index, { entry, local }] of placed.entries()) {
    const next = placed[index + 1]?.entry.offset ?? directory.start
    const end = local.dataStart + entry.packedSize
    found.set(entry, { entry, dataStart: local.dataStart, isOverlapping: end > next })
    await lookBetween(covered, entry.offset)
    if (!local.entry.rawName.equals(entry.rawName)) {
      const reason = `the zip calls a member ${entry.name} in its directory and ${local.entry.name} before its bytes`
      troubles.push({ reason, length: 0 })
    }
    const descriptor = (entry.flags & HAS_DESCRIPTOR) === 0 ? 0 : 12
    covered = Math.min(end + descriptor, Math.max(next, local.dataStart))
  }
  await lookBetween(covered, directory.start)
  const behind = file.size - directory.end
  if (behind > 0 && !(await isZero(file, directory.end, file.size))) {
    const reason = `${behind} bytes stand behind the end of the zip, from its byte ${directory.end} on`
    troubles.push({ reason, length: behind })
  }
  return { members: directory.entries.flatMap((entry) => found.get(entry) ?? []), notes, troubles }

  /** Tells what lies where no member of the directory is. */
  async function lookBetween(from: number, to: number): Promise<void> {
    const length = to - from
    if (length <= 0) return
    // The rest of a data descriptor is up to 12 bytes more.
    const slack = from === 0 ? 0 : 12
    const start = await file.at(from, Math.min(length, 64))
    const at = start.indexOf('PK\u0003\u0004')
    const hidden = at === -1 || at > slack ? undefined : await readLocal(file, from + at)
    if (hidden !== undefined) {
      const reason = `the zip holds ${hidden.entry.name} at its byte ${from + at}, which its directory does not list; it was not read`
      troubles.push({ reason, length: length - at })
    } else if (from === 0) {
      notes.push(`${length} bytes before the first member of the zip are no part of it`)
    } else if (length > slack && !(await isZero(file, from + slack, to))) {
      troubles.push({
        reason: `${length} bytes at byte ${from} of the zip belong to no member`,
        length,
      })
    }
  }
}

async function isZero(file: FileBytes, from: number, to: number): Promise<boolean> {
  for (let at = from; at < to; at += CHUNK) {
    const bytes = await file.at(at, Math.min(CHUNK, to - at))
    if (bytes.some((byte) => byte !== 0)) return false
  }
  return true
}
