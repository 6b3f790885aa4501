import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { makeFolder } from '../../files/make-folder.ts'
import { lockFolder } from './folder-lock.ts'
import type { FolderLock } from './folder-lock.ts'
import { UploadBox } from './upload-box.ts'
import type { AnnouncedFile, HalfUpload } from './upload-box.ts'
import { asUploadError } from './upload-errors.ts'
import type { HalfTicket, UploadTicket } from './upload-tickets.ts'

interface OwnBox {
  readonly box: UploadBox
  readonly lock: FolderLock
}

/** Folders beside the first that are looked at: one for each server at once. */
const MOST_SERVERS = 64

/**
 * The upload folder, shared by any number of servers. The first has the folder itself, each other one a
 * numbered folder in it, under a lock that ends with its process. Nobody touches what lies in another's;
 * what a dead one left is taken over, whole, by the next that looks.
 */
export class UploadBoxes {
  readonly #folder: string
  readonly #own = new Map<string, OwnBox>()
  readonly #boxOf = new Map<string, UploadBox>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Takes every folder that nobody works in, makes one if there is none.
   * @returns what lies in those that were taken just now
   * @throws HitCraftError PERMISSION, NO_SPACE, INVALID_CONFIG
   */
  async takeOver(): Promise<{ whole: UploadTicket[]; half: HalfUpload[] }> {
    const found = { whole: [] as UploadTicket[], half: [] as HalfUpload[] }
    try {
      makeFolder(this.#folder, 0o700)
      const numbered = (await readdir(this.#folder)).filter((name) => /^[1-9]\d*$/.test(name))
      for (const path of [this.#folder, ...numbered.map((name) => join(this.#folder, name))]) {
        await this.#take(path, found)
      }
      for (let n = 2; this.#own.size === 0 && n < MOST_SERVERS; n++) {
        const path = join(this.#folder, String(n))
        makeFolder(path, 0o700)
        await this.#take(path, found)
      }
    } catch (error) {
      throw asUploadError(error)
    }
    if (this.#own.size === 0) {
      throw new HitCraftError('CONFLICT', `${MOST_SERVERS} servers work on UPLOAD_FOLDER already`)
    }
    return found
  }

  async receive(source: Readable, name: string, maxBytes: number): Promise<UploadTicket> {
    const box = this.#first()
    return this.#placed(await box.receive(source, name, maxBytes), box)
  }

  async begin(file: AnnouncedFile): Promise<HalfTicket> {
    const box = this.#first()
    return this.#placed(await box.begin(file), box)
  }

  append(...args: Parameters<UploadBox['append']>): ReturnType<UploadBox['append']> {
    return this.#holder(args[0]).append(...args)
  }

  complete(ticket: HalfTicket): Promise<UploadTicket> {
    return this.#holder(ticket).complete(ticket)
  }

  pathOf(ticket: UploadTicket): string {
    return this.#holder(ticket).pathOf(ticket)
  }

  async remove(ticket: { readonly id: string }): Promise<void> {
    await this.#holder(ticket).remove(ticket)
    this.#boxOf.delete(ticket.id)
  }

  /** Lets go of the folders: the next server may go on with what waits. */
  close(): void {
    for (const { lock } of this.#own.values()) lock.release()
    this.#own.clear()
  }

  async #take(path: string, found: { whole: UploadTicket[]; half: HalfUpload[] }): Promise<void> {
    if (this.#own.has(path)) return
    const lock = lockFolder(path)
    if (lock === undefined) return
    const box = new UploadBox(path)
    const { whole, half } = await box.open().catch((error: unknown) => {
      // Looked at again the next time: what lies there is not known yet.
      lock.release()
      throw error
    })
    this.#own.set(path, { box, lock })
    for (const { id } of [...whole, ...half.map(({ ticket }) => ticket)]) this.#boxOf.set(id, box)
    found.whole.push(...whole)
    found.half.push(...half)
  }

  #first(): UploadBox {
    const [first] = this.#own.values()
    if (first === undefined) throw new HitCraftError('UNAVAILABLE', 'the server is being ended')
    return first.box
  }

  #placed<T extends { readonly id: string }>(ticket: T, box: UploadBox): T {
    this.#boxOf.set(ticket.id, box)
    return ticket
  }

  #holder({ id }: { readonly id: string }): UploadBox {
    return this.#boxOf.get(id) ?? this.#first()
  }
}
