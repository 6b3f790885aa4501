import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'

const ticketSchema = z.strictObject({
  /** Names the two files of an upload; made here, never by a client. Sorts by arrival. */
  id: z.string().regex(/^[0-9A-Za-z-]+$/),
  /** What the user called the file; only ever shown. */
  name: z.string(),
  bytes: z.int().min(0),
  /** SHA-256 of the bytes: how the import of it is found again. */
  sha256: z.string(),
  receivedAt: z.string(),
})

/** An upload that waits or is being read. */
export type UploadTicket = z.infer<typeof ticketSchema>

/** More bytes came than are allowed. */
export class UploadTooLargeError extends HitCraftError {
  constructor(maxBytes: number) {
    super('INVALID_INPUT', `the file is larger than the ${maxBytes} bytes that are allowed`, {
      remedy: 'Raise MAX_UPLOAD_BYTES, or import it with the command line: hitcraft import FILE.',
    })
  }
}

/**
 * The uploads that are not in the store yet: in one folder, `<id>.upload` with the bytes and
 * `<id>.json` with its ticket. The ticket is written last and by rename, so an upload is there whole or
 * not at all, and whatever ends the process, the next one finds what waits.
 */
export class UploadBox {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Makes the folder and clears away uploads that a dead process left half done.
   * @throws HitCraftError PERMISSION, NO_SPACE
   */
  async open(): Promise<readonly UploadTicket[]> {
    try {
      await mkdir(this.#folder, { recursive: true })
    } catch (error) {
      throw asUploadError(error)
    }
    const names = await readdir(this.#folder)
    const whole = new Set(names.filter((n) => n.endsWith('.json')).map((n) => n.slice(0, -5)))
    const tickets: UploadTicket[] = []
    for (const name of names.sort()) {
      const id = /^(.*-[0-9a-f]{8})\.(?:upload|part|json\.part)$/.exec(name)?.[1]
      if (id !== undefined && (name.endsWith('.part') || !whole.has(id))) {
        await rm(join(this.#folder, name), { force: true })
      }
      if (name.endsWith('.json')) {
        const ticket = await this.#readTicket(name)
        if (ticket !== undefined) tickets.push(ticket)
      }
    }
    return tickets
  }

  /** Where the bytes lie. */
  pathOf(ticket: UploadTicket): string {
    return join(this.#folder, `${ticket.id}.upload`)
  }

  /**
   * Takes an upload in as a stream: memory does not grow with it. When it resolves, bytes and ticket
   * survive a power cut; when it rejects, nothing is left.
   *
   * @throws UploadTooLargeError, HitCraftError NO_SPACE, INTERRUPTED when the sender went away
   */
  async receive(source: Readable, name: string, maxBytes: number): Promise<UploadTicket> {
    const receivedAt = new Date().toISOString()
    const id = `${receivedAt.replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`
    const part = join(this.#folder, `${id}.part`)
    const hash = createHash('sha256')
    let bytes = 0
    // The source is not destroyed by an error of ours: it is a request that still wants its answer.
    const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
    const measured = async function* () {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > maxBytes) throw new UploadTooLargeError(maxBytes)
        hash.update(chunk)
        yield chunk
      }
    }
    const ticket = () => ({
      id,
      name: displayName(name),
      bytes,
      sha256: hash.digest('hex'),
      receivedAt,
    })
    try {
      await pipeline(measured, createWriteStream(part, { flags: 'wx', flush: true }))
      if (bytes === 0) throw new HitCraftError('INVALID_INPUT', 'the uploaded file is empty')
      const made = ticket()
      await rename(part, this.pathOf(made))
      await this.#writeTicket(made)
      return made
    } catch (error) {
      await rm(part, { force: true })
      await rm(join(this.#folder, `${id}.upload`), { force: true })
      throw asUploadError(error)
    }
  }

  /** Forgets an upload: it is in the store, or was taken back. */
  async remove(ticket: UploadTicket): Promise<void> {
    await rm(join(this.#folder, `${ticket.id}.json`), { force: true })
    await rm(this.pathOf(ticket), { force: true })
  }

  async #writeTicket(ticket: UploadTicket): Promise<void> {
    const path = join(this.#folder, `${ticket.id}.json`)
    const file = await open(`${path}.part`, 'w')
    try {
      await file.writeFile(JSON.stringify(ticket))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.part`, path)
    await syncFolder(this.#folder)
  }

  /** Undefined for a JSON file that is none of ours: people may keep things in the folder. */
  async #readTicket(name: string): Promise<UploadTicket | undefined> {
    if (!/-[0-9a-f]{8}\.json$/.test(name)) return undefined
    const text = await readFile(join(this.#folder, name), 'utf8')
    try {
      const parsed = ticketSchema.safeParse(JSON.parse(text))
      return parsed.success && `${parsed.data.id}.json` === name ? parsed.data : undefined
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }
}

/** The file's own name, without folders and without characters that could disturb a page. */
export function displayName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .toWellFormed()
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
  return clean === '' || clean === '.' || clean === '..'
    ? 'upload'
    : Array.from(clean).slice(0, 200).join('')
}

/** A rename is only as durable as its folder. Windows opens no folders and needs none of this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function asUploadError(error: unknown): unknown {
  if (isHitCraftError(error) || !(error instanceof Error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new HitCraftError('NO_SPACE', 'no room is left for the upload', {
        remedy: 'Make room on the disk that holds UPLOAD_FOLDER and upload it again.',
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HitCraftError('PERMISSION', 'UPLOAD_FOLDER may not be written to', {
        cause: error,
      })
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'ECONNRESET':
    case 'ABORT_ERR':
      return new HitCraftError('INTERRUPTED', 'the upload ended before its last byte', {
        remedy: 'Upload the file again.',
        cause: error,
      })
    default:
      return error
  }
}
