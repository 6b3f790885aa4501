import type { Readable } from 'node:stream'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ImportJob } from '../jobs-state.ts'
import type { AnnouncedFile, HalfUpload } from './upload-box.ts'
import type { UploadBoxes } from './upload-boxes.ts'
import { UploadTooLargeError, emptyUpload } from './upload-errors.ts'
import type { HalfTicket, UploadTicket } from './upload-tickets.ts'

interface Half {
  readonly ticket: HalfTicket
  received: number
  /** Of the request that sends bytes now. */
  sending?: { readonly abort: AbortController; readonly ended: Promise<void> }
}

/**
 * Uploads whose bytes are not all here. Each is on disk from the moment it is announced, so a reload, a
 * lost connection or the end of this process costs no byte that came.
 */
export class HalfUploads {
  readonly #boxes: UploadBoxes
  readonly #halves = new Map<string, Half>()
  readonly #changed: () => void

  constructor(boxes: UploadBoxes, changed: () => void) {
    this.#boxes = boxes
    this.#changed = changed
  }

  /** Takes up what an earlier process left. @returns those whose last byte came before it ended */
  async takeUp(halves: readonly HalfUpload[]): Promise<readonly UploadTicket[]> {
    const whole: UploadTicket[] = []
    for (const { ticket, received } of halves) {
      const isWhole = received === ticket.bytes
      const complete = isWhole ? await this.#completed(ticket) : undefined
      if (complete === undefined) this.#halves.set(ticket.id, { ticket, received })
      else whole.push(complete)
    }
    return whole
  }

  /** One that cannot be put in its place keeps nobody from the others: it stays listed as it is. */
  async #completed(ticket: HalfTicket): Promise<UploadTicket | undefined> {
    try {
      return await this.#boxes.complete(ticket)
    } catch (error) {
      if (isHitCraftError(error) || (error instanceof Error && 'code' in error)) return undefined
      throw error
    }
  }

  /** Announces a file. One that is known by name, size and mark goes on where it was. */
  async announce(file: AnnouncedFile, maxBytes: number): Promise<ImportJob> {
    const { bytes, mark } = file
    if (bytes > maxBytes) throw new UploadTooLargeError(maxBytes)
    if (bytes === 0) throw emptyUpload()
    const known = [...this.#halves.values()].find(
      ({ ticket, sending }) =>
        ticket.mark === mark && ticket.bytes === bytes && sending === undefined,
    )
    if (known !== undefined) return jobOf(known)
    const ticket = await this.#boxes.begin(file)
    const half = { ticket, received: 0 }
    this.#halves.set(ticket.id, half)
    this.#changed()
    return jobOf(half)
  }

  /**
   * Adds bytes to an announced file.
   * @returns the ticket of the whole once the last byte came, else undefined
   * @throws HitCraftError NOT_FOUND, CONFLICT while another request sends it or for a wrong offset,
   *   INTERRUPTED when it was cancelled or the sender went away
   */
  async append(id: string, source: Readable, offset: number): Promise<UploadTicket | undefined> {
    const half = this.#halves.get(id)
    if (half === undefined) throw noUpload()
    if (half.sending !== undefined) {
      throw new HitCraftError('CONFLICT', 'this upload is being sent already', {
        remedy: 'Wait until the other page has sent it.',
      })
    }
    const abort = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    half.sending = { abort, ended }
    this.#changed()
    try {
      const whole = await this.#boxes.append(half.ticket, source, {
        offset,
        signal: abort.signal,
        onBytes: (received) => {
          half.received = received
          this.#changed()
        },
      })
      if (typeof whole === 'number') return undefined
      // One that was cancelled since its last byte came is being removed.
      if (!this.#halves.delete(id)) throw cancelled()
      return whole
    } finally {
      delete half.sending
      resolve()
      this.#changed()
    }
  }

  /** Takes an announced file back, with what came of it. @returns whether there was one */
  async cancel(id: string): Promise<boolean> {
    const half = this.#halves.get(id)
    if (half === undefined) return false
    this.#halves.delete(id)
    half.sending?.abort.abort()
    await half.sending?.ended
    await this.#boxes.remove(half.ticket)
    this.#changed()
    return true
  }

  /** Lets the requests that send come to their end; what they brought stays. */
  async close(): Promise<void> {
    for (const { sending } of this.#halves.values()) {
      sending?.abort.abort()
      await sending?.ended
    }
  }

  get(id: string): ImportJob | undefined {
    const half = this.#halves.get(id)
    return half === undefined ? undefined : jobOf(half)
  }

  jobs(): ImportJob[] {
    return [...this.#halves.values()].map(jobOf)
  }
}

function jobOf({ ticket, received, sending }: Half): ImportJob {
  const { id, name, bytes, receivedAt } = ticket
  return {
    id,
    file: name,
    bytes,
    receivedAt,
    status: sending === undefined ? 'stalled' : 'uploading',
    bytesRead: received,
    bytesTotal: bytes,
    threads: 0,
  }
}

function cancelled(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the upload was cancelled')
}

function noUpload(): HitCraftError {
  return new HitCraftError('NOT_FOUND', 'no upload of that id is waiting for bytes', {
    remedy: 'Announce the file again.',
  })
}
