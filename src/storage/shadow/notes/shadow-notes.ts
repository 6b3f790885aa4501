import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256 } from '../../../domain/values/canonical-json.ts'
import { syncFolder, writeSynced } from '../../../files/durable.ts'
import { makeFolder } from '../../../files/make-folder.ts'
import type { ShadowNote } from './shadow-state.ts'
import { SILENCE } from './shadow-state.ts'

const EQUAL = 'equal.json'
const time = z.iso.datetime()
const equalSchema = z.object({ at: time })
const noteSchema = z.object({
  writtenAt: time,
  isBusy: z.boolean(),
  queued: z.int(),
  oldestQueuedAt: time.exactOptional(),
  missed: z.object({ names: z.int(), erasures: z.int() }),
  lastMissedAt: time.exactOptional(),
  compared: z.int(),
  differences: z.array(z.object({ at: time, call: z.string(), id: z.string().exactOptional() })),
  down: z.object({ since: time, why: z.string() }).exactOptional(),
})

/**
 * What the processes of this machine know of a shadow: a small file each, and one that says when both stores were
 * last made equal. A file is written whole and synced, so that what a process that was killed may have missed
 * is known. Without `equal.json` a shadow is unknown; what a process missed is known from its own file alone.
 */
export class ShadowNotes {
  readonly #folder: string
  readonly #own = `${randomUUID()}.json`

  /**
   * @param folder where those of all shadows lie
   * @param pair names the two stores, without a secret
   */
  constructor(folder: string, pair: readonly string[]) {
    this.#folder = join(folder, sha256(JSON.stringify(pair)).slice(0, 16))
  }

  /** Writes what this process knows. Durable when it resolves. */
  write(note: ShadowNote): Promise<void> {
    return this.#put(this.#own, note)
  }

  /** Takes the file of this process away: it has nothing to say any more. */
  async end(): Promise<void> {
    await rm(join(this.#folder, this.#own), { force: true })
  }

  async read(): Promise<{ readonly notes: readonly ShadowNote[]; readonly equalAt?: string }> {
    const notes: ShadowNote[] = []
    for (const name of await this.#names()) {
      const note = noteSchema.safeParse(await this.#parsed(name)).data
      if (note !== undefined) notes.push(note)
    }
    const equal = equalSchema.safeParse(await this.#parsed(EQUAL)).data
    return equal === undefined ? { notes } : { notes, equalAt: equal.at }
  }

  /** Notes that both stores are equal as of a time: what was missed before is made up. */
  async settle(at: string): Promise<void> {
    await this.#put(EQUAL, { at })
    for (const name of await this.#names()) {
      const note = noteSchema.safeParse(await this.#parsed(name)).data
      const isOver =
        note !== undefined &&
        note.writtenAt < at &&
        Date.now() - Date.parse(note.writtenAt) > SILENCE
      if (isOver) await rm(join(this.#folder, name), { force: true })
    }
  }

  async #names(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder)
      return names.filter((name) => name.endsWith('.json') && name !== EQUAL).toSorted()
    } catch (error) {
      if (isAbsent(error)) return []
      throw error
    }
  }

  /** Undefined for a file that is gone or holds no JSON. */
  async #parsed(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(join(this.#folder, name), 'utf8'))
    } catch (error) {
      if (isAbsent(error) || error instanceof SyntaxError) return undefined
      throw error
    }
  }

  async #put(name: string, value: unknown): Promise<void> {
    makeFolder(this.#folder, 0o700)
    const part = join(this.#folder, `${name}.${randomUUID().slice(0, 8)}.part`)
    await writeSynced(part, `${JSON.stringify(value)}\n`, 'w')
    await rename(part, join(this.#folder, name))
    await syncFolder(this.#folder)
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
