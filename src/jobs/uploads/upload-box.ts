import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { UploadTooLargeError, asUploadError, emptyUpload } from './upload-errors.ts'
import {
  displayName,
  halfTicketSchema,
  readTicket,
  ticketSchema,
  writeTicket,
} from './upload-tickets.ts'
import type { HalfTicket, UploadTicket } from './upload-tickets.ts'

/** A file that a client means to send. */
export interface AnnouncedFile {
  readonly name: string
  readonly bytes: number
  /** Tells it from others of its name and size; the client's own. */
  readonly mark: string
  /** The way to it from where it was chosen, where that is a folder: `logs/march`. */
  readonly folder?: string
}

/** An upload that is on its way: what it is, and how much of it is here. */
export interface HalfUpload {
  readonly ticket: HalfTicket
  readonly received: number
}

/** What a box holds when it is opened. */
export interface BoxContent {
  readonly whole: readonly UploadTicket[]
  readonly half: readonly HalfUpload[]
}

const OWN_NAME =
  /^(.*-[0-9a-f]{8})\.(upload|part|json\.part|half|half\.json\.part|json|half\.json)$/

/**
 * The uploads that are not in the store yet, in one folder: `<id>.upload` with the bytes and `<id>.json`
 * with its ticket, or `<id>.half` and `<id>.half.json` while bytes are still to come. A ticket is
 * written by rename, so an upload is there whole, is known to be half, or is not there at all. One
 * process works in a folder at a time; see `UploadBoxes`.
 */
export class UploadBox {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Clears away what a dead process left without a ticket, and says what is there. */
  async open(): Promise<BoxContent> {
    const found = (await readdir(this.#folder)).sort().flatMap((name) => {
      const [, id, kind] = OWN_NAME.exec(name) ?? []
      return id === undefined ? [] : [{ name, id, kind }]
    })
    const ids = (kind: string) =>
      new Set(found.filter((file) => file.kind === kind).map(({ id }) => id))
    const [whole, half] = [ids('json'), ids('half.json')]
    for (const { name, id, kind } of found) {
      const isStray =
        kind?.endsWith('part') === true ||
        (kind === 'upload' && !whole.has(id) && !half.has(id)) ||
        (kind === 'half' && !half.has(id))
      if (isStray) await rm(join(this.#folder, name), { force: true })
    }
    const tickets: UploadTicket[] = []
    for (const id of whole) {
      const ticket = await readTicket(this.#folder, `${id}.json`, ticketSchema)
      if (ticket !== undefined) tickets.push(ticket)
    }
    const halves: HalfUpload[] = []
    for (const id of half) {
      const ticket = await readTicket(this.#folder, `${id}.half.json`, halfTicketSchema)
      if (ticket === undefined) continue
      if (whole.has(id)) await rm(join(this.#folder, `${id}.half.json`), { force: true })
      else halves.push({ ticket, received: await this.#received(ticket) })
    }
    return { whole: tickets, half: halves }
  }

  /** Where the bytes of a whole upload lie. */
  pathOf({ id }: UploadTicket): string {
    return join(this.#folder, `${id}.upload`)
  }

  /**
   * Takes an upload in as a stream: memory does not grow with it. When it resolves, bytes and ticket
   * survive a power cut; when it rejects, nothing is left.
   *
   * @throws UploadTooLargeError, HitCraftError NO_SPACE, INTERRUPTED when the sender went away
   */
  async receive(source: Readable, name: string, maxBytes: number): Promise<UploadTicket> {
    const { id, receivedAt } = newId()
    const part = join(this.#folder, `${id}.part`)
    const hash = createHash('sha256')
    let bytes = 0
    try {
      await pipeline(
        measured(source, (chunk) => {
          bytes += chunk.length
          if (bytes > maxBytes) throw new UploadTooLargeError(maxBytes)
          hash.update(chunk)
        }),
        createWriteStream(part, { flags: 'wx', flush: true, mode: 0o600 }),
      )
      if (bytes === 0) throw emptyUpload()
      const ticket = { id, name: displayName(name), bytes, sha256: hash.digest('hex'), receivedAt }
      await rename(part, this.pathOf(ticket))
      await writeTicket(this.#folder, `${id}.json`, ticket)
      return ticket
    } catch (error) {
      await rm(part, { force: true })
      await rm(join(this.#folder, `${id}.upload`), { force: true })
      throw asUploadError(error)
    }
  }

  /** Makes room for an upload whose bytes come later, in as many pieces as it takes. */
  async begin({ name, bytes, mark, folder }: AnnouncedFile): Promise<HalfTicket> {
    const shown = displayName(name, folder)
    const isOf = folder === undefined ? {} : ({ ofFolder: true } as const)
    const ticket = { ...newId(), name: shown, bytes, mark, ...isOf }
    try {
      await writeTicket(this.#folder, `${ticket.id}.half.json`, ticket)
    } catch (error) {
      throw asUploadError(error)
    }
    return ticket
  }

  /**
   * Adds bytes to a half upload. What came stays, also when the sender goes away.
   *
   * @param offset where the bytes belong: behind those that are here
   * @returns the ticket of the whole, once the last byte is here; until then how many are
   * @throws HitCraftError CONFLICT for another offset, INVALID_INPUT for more bytes than were announced
   */
  async append(
    ticket: HalfTicket,
    source: Readable,
    options: { offset: number; signal: AbortSignal; onBytes: (received: number) => void },
  ): Promise<UploadTicket | number> {
    let received = await this.#received(ticket)
    if (options.offset !== received) {
      throw new HitCraftError('CONFLICT', `the upload goes on at byte ${received}`, {
        remedy: 'Send the bytes from there.',
      })
    }
    // A request that waits for its next byte ends only with its connection.
    const stop = () => {
      source.destroy(new HitCraftError('INTERRUPTED', 'the upload was cancelled'))
    }
    options.signal.addEventListener('abort', stop)
    try {
      await pipeline(
        measured(source, (chunk) => {
          received += chunk.length
          if (received > ticket.bytes) {
            throw new HitCraftError('INVALID_INPUT', 'more bytes came than were announced')
          }
          options.onBytes(received)
        }),
        createWriteStream(this.#halfOf(ticket), { flags: 'a', flush: true, mode: 0o600 }),
      )
    } catch (error) {
      throw asUploadError(error)
    } finally {
      options.signal.removeEventListener('abort', stop)
    }
    return received < ticket.bytes ? received : this.complete(ticket)
  }

  /** Makes a half upload whose last byte is here a whole one. */
  async complete({ mark: _mark, ...ticket }: HalfTicket): Promise<UploadTicket> {
    const hash = createHash('sha256')
    const half = this.#halfOf(ticket)
    await pipeline(createReadStream(half), hash)
    const whole = { ...ticket, sha256: hash.digest('hex') }
    await rename(half, this.pathOf(whole))
    await writeTicket(this.#folder, `${ticket.id}.json`, whole)
    await rm(`${half}.json`, { force: true })
    return whole
  }

  /** Forgets an upload: it is in the store, or was taken back. */
  async remove({ id }: { readonly id: string }): Promise<void> {
    for (const ending of ['json', 'half.json', 'upload', 'half']) {
      await rm(join(this.#folder, `${id}.${ending}`), { force: true })
    }
  }

  #halfOf({ id }: { readonly id: string }): string {
    return join(this.#folder, `${id}.half`)
  }

  /** How many bytes of a half upload are here: what the disk says is the truth. */
  async #received(ticket: HalfTicket): Promise<number> {
    const path = this.#halfOf(ticket)
    // A process that died just before the last ticket had given the bytes their last name already.
    await rename(join(this.#folder, `${ticket.id}.upload`), path).catch(unlessAbsent)
    const found = await stat(path).catch(unlessAbsent)
    return found?.size ?? 0
  }
}

function newId(): { id: string; receivedAt: string } {
  const receivedAt = new Date().toISOString()
  return {
    id: `${receivedAt.replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`,
    receivedAt,
  }
}

/** The bytes of a request, each piece looked at first. An error of ours leaves the request open for its answer. */
function measured(source: Readable, look: (chunk: Uint8Array) => void) {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  return async function* () {
    for await (const chunk of chunks) {
      look(chunk)
      yield chunk
    }
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
