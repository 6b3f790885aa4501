import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Bytes, Trouble } from './bytes.ts'
import { withoutFirst } from './bytes.ts'
import { gunzip } from './decode/gunzip.ts'
import { unzstd } from './decode/unzstd.ts'
import { FileBytes } from './file-bytes.ts'
import { headOf, Log } from './log.ts'
import type { Share } from './log.ts'
import { fillScratchFile, openScratchFile } from './scratch-file.ts'
import { isProgram, packingOf, SIGNATURE_BYTES, unopened } from './signatures.ts'
import { readDirectory } from './zip/directory.ts'
import { knownZip } from './zip/known-zips.ts'
import { openZip } from './zip/open-zip.ts'
import type { ZipMember } from './zip/open-zip.ts'
import { memberBytes, whyUnreadable } from './zip/zip-member.ts'

/** What a file holds, piece by piece. */
export type Found =
  | { readonly kind: 'log'; readonly key: string; readonly log: Log }
  /** A member that is there and cannot be read. */
  | { readonly kind: 'unreadable'; readonly name: string; readonly error: HitCraftError }
  /** A member that is no log by its name or want of content. */
  | { readonly kind: 'passed-over'; readonly name: string; readonly what: string }
  /** Something about a zip itself. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }

export interface WalkOptions {
  /** Where a zip inside something else is unpacked to. */
  readonly tempFolder: string
  readonly signal?: AbortSignal
}

/** Packings inside one another, zips included; more is no log but a trap. */
const MOST_LAYERS = 4
/** A zip inside something else that unpacks to more than this… */
const BOMB_BYTES = 64 * 1024 * 1024
/** …and to so many times its packed size was made to fill disks. */
const BOMB_RATIO = 100

interface Place {
  readonly file: FileBytes
  /** Where in `file` the bytes lie, and where in the imported file that is. */
  readonly within: Share
  readonly share: Share
  readonly layers: number
  /** Names the piece among all of its file; the same for the same bytes. Empty for a file that is one log. */
  readonly key: string
}

/**
 * The logs in a file, one after another, each with all containers around it opened: the file itself,
 * what a gzip or zstd holds, each member of a zip in the order of its directory, and the same inside
 * one another. A log is read before the next is asked for; one file is open for all of them, and one
 * more for each zip that lies packed in another container.
 *
 * @throws HitCraftError for the file as a whole: INVALID_INPUT (empty, damaged from its first byte on, no
 *   zip that can be read), UNSUPPORTED (packed in a way that is not opened), UNKNOWN_FORMAT (an Office file)
 */
export function walkLogs(file: FileBytes, options: WalkOptions): AsyncGenerator<Found> {
  const whole = { start: 0, length: file.size }
  const place = { file, within: whole, share: whole, layers: 0, key: '' }
  return open(file.name, file, place, options)
}

async function* open(
  name: string,
  bytes: Bytes,
  place: Place,
  options: WalkOptions,
): AsyncGenerator<Found> {
  let content = bytes
  for (let { layers } = place; ; layers++) {
    options.signal?.throwIfAborted()
    const { head, troubles } = await headOf(content, SIGNATURE_BYTES)
    const packing =
      content === place.file && isProgram(head) && (await hasZip(place.file))
        ? 'zip'
        : packingOf(head)
    if (packing !== undefined && layers >= MOST_LAYERS) {
      throw new HitCraftError(
        'UNSUPPORTED',
        `${name} is packed more than ${MOST_LAYERS} times over`,
      )
    }
    if (packing === 'zip') {
      yield* unzip(name, content, { ...place, layers: layers + 1 }, options)
      return
    }
    if (packing === undefined) {
      if (head.length === 0 && troubles.length === 0 && place.key !== '') {
        yield { kind: 'passed-over', name, what: 'empty' }
        return
      }
      refuse(name, head, troubles, layers > place.layers)
      yield { kind: 'log', key: place.key, log: new Log(name, content, place, head) }
      return
    }
    const packed = content
    const unpack = packing === 'gzip' ? gunzip : unzstd
    content = { read: (from, tell) => withoutFirst(unpack(packed, tell), from) }
  }
}

async function hasZip(file: FileBytes): Promise<boolean> {
  return (await readDirectory(file)) !== undefined
}

/** @throws HitCraftError for what holds nothing to read */
function refuse(name: string, head: Buffer, troubles: readonly string[], isPacked: boolean): void {
  const [trouble] = troubles
  if (head.length === 0 && trouble !== undefined) {
    throw new HitCraftError('INVALID_INPUT', `${name} is damaged: ${trouble}`, {
      remedy: 'Fetch it again from where it came from.',
    })
  }
  if (head.length === 0) {
    throw new HitCraftError('INVALID_INPUT', `${name} ${isPacked ? 'holds nothing' : 'is empty'}`)
  }
  const packing = unopened(head)
  if (packing === undefined) return
  const { what, opener } = packing
  throw new HitCraftError('UNSUPPORTED', `${name} is ${what}, which is not opened`, {
    remedy: `Unpack it first (${opener}) and import what comes out.`,
  })
}

async function* unzip(
  name: string,
  bytes: Bytes,
  place: Place,
  options: WalkOptions,
): AsyncGenerator<Found> {
  if (bytes === place.file) {
    yield* members(name, place, options)
    return
  }
  const { file, rest } = await unpackWhole(name, bytes, place, options)
  try {
    const within = { start: 0, length: file.size }
    for (const trouble of rest) yield { kind: 'trouble', trouble }
    yield* members(name, { ...place, file, within }, options)
  } finally {
    await file.close()
  }
}

/** A zip is read from its end, so one that comes out of a container is put into a file first. */
async function unpackWhole(name: string, bytes: Bytes, place: Place, options: WalkOptions) {
  const rest: Trouble[] = []
  const most = Math.max(BOMB_BYTES, place.within.length * BOMB_RATIO)
  const bounded = async function* () {
    let size = 0
    for await (const chunk of bytes.read(0, (trouble) => void rest.push(trouble))) {
      size += chunk.length
      if (size > most) {
        throw new HitCraftError(
          'INVALID_INPUT',
          `${name} unpacks to more than ${BOMB_RATIO} times its size, which no zip of logs does`,
        )
      }
      yield chunk
    }
  }
  const handle = await openScratchFile(options.tempFolder)
  try {
    await fillScratchFile(handle, bounded(), options.signal)
    return { file: await FileBytes.over(handle, name), rest }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function* members(name: string, place: Place, options: WalkOptions): AsyncGenerator<Found> {
  const { file } = place
  const zip = await openZip(file)
  const known = knownZip(zip.members)
  if (known !== undefined) {
    throw new HitCraftError('UNKNOWN_FORMAT', `${name} looks like ${known}`)
  }
  for (const text of zip.notes) yield { kind: 'note', text }
  for (const [index, member] of zip.members.entries()) {
    options.signal?.throwIfAborted()
    const { entry } = member
    if (entry.isFolder) continue
    const path = `${name}/${entry.name}`
    const what = passedOver(member)
    if (what !== undefined) {
      yield { kind: 'passed-over', name: path, what }
      continue
    }
    const within = { start: member.dataStart ?? 0, length: entry.packedSize }
    const inside: Place = {
      ...place,
      within,
      share: shareOf(place, within),
      key: place.key === '' ? `${index}` : `${place.key}.${index}`,
    }
    try {
      yield* open(path, contentOf(path, member, file), inside, options)
    } catch (error) {
      if (!isOfMember(error)) throw error
      yield { kind: 'unreadable', name: path, error }
    }
  }
  for (const trouble of zip.troubles) yield { kind: 'trouble', trouble }
}

/** @throws HitCraftError saying why it cannot be read */
function contentOf(path: string, member: ZipMember, file: FileBytes): Bytes {
  const { entry, dataStart, isOverlapping } = member
  const why = whyUnreadable(entry, path)
  if (why !== undefined) throw why
  if (dataStart === undefined) {
    throw new HitCraftError('INVALID_INPUT', `${path} is not where the directory of the zip says`)
  }
  if (isOverlapping === true) {
    throw new HitCraftError('INVALID_INPUT', `${path} reaches into the member behind it; not read`)
  }
  return memberBytes(file, entry, dataStart)
}

/** What a member is that nobody would call a log. */
function passedOver({ entry }: ZipMember): string | undefined {
  const base = entry.name.split('/').at(-1) ?? ''
  if (entry.name.startsWith('__MACOSX/') || base.startsWith('._') || base === '.DS_Store') {
    return 'kept by macOS'
  }
  if (base === 'Thumbs.db' || base === 'desktop.ini') return 'kept by Windows'
  return entry.size === 0 && entry.packedSize <= 2 ? 'empty' : undefined
}

/** Of a member, not of the store or of TEMP_FOLDER. */
function isOfMember(error: unknown): error is HitCraftError {
  return (
    error instanceof HitCraftError &&
    (error.code === 'INVALID_INPUT' ||
      error.code === 'UNSUPPORTED' ||
      error.code === 'UNKNOWN_FORMAT')
  )
}

function shareOf({ share, within }: Place, part: Share): Share {
  const scale = within.length === 0 ? 0 : share.length / within.length
  return { start: share.start + (part.start - within.start) * scale, length: part.length * scale }
}
