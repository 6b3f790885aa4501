import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chmod, lstat, open, readlink, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileError } from './file-error.ts'
import { makeFolder } from './make-folder.ts'

/** Chats are for their owner alone. */
const MODE = 0o600
const MOST_LINKS = 40

/**
 * A file that is written for somebody: under another name beside its place until it is whole, so that one
 * that is there is a whole one. What is there keeps its rights; a symbolic link is written through, and a
 * device or a pipe is written to, never replaced.
 */
export class OutFile {
  readonly #handle: FileHandle
  readonly #name: string
  /** Where it lies until it is whole; absent for what is written to at once. */
  readonly #part: { readonly path: string; readonly target: string } | undefined

  private constructor(handle: FileHandle, name: string, part?: { path: string; target: string }) {
    this.#handle = handle
    this.#name = name
    this.#part = part
  }

  /**
   * @param name what people call it: the flag with its value
   * @throws HitCraftError PERMISSION, NO_SPACE, INVALID_CONFIG (a folder), NOT_FOUND, UNAVAILABLE
   */
  static async open(path: string, name = path): Promise<OutFile> {
    try {
      if (/^\/(?:dev|proc)\//.test(path)) return new OutFile(await open(path, 'w', MODE), name)
      const target = await followLinks(path)
      const there = await stat(target).catch(absent)
      if (there !== undefined && !there.isFile()) {
        return new OutFile(await open(target, 'w'), name)
      }
      if (there !== undefined) await access(target, constants.W_OK)
      makeFolder(dirname(target))
      const part = { path: `${target}.${randomBytes(4).toString('hex')}.part`, target }
      const handle = await open(part.path, 'wx', MODE)
      if (there !== undefined) await chmod(part.path, there.mode & 0o7777)
      return new OutFile(handle, name, part)
    } catch (error) {
      throw fileError(error, name)
    }
  }

  async write(text: string): Promise<void> {
    await this.#trying(() => this.#handle.writeFile(text))
  }

  /** Puts the whole file in its place. */
  async end(): Promise<void> {
    await this.#trying(async () => {
      if (this.#part !== undefined) await this.#handle.sync()
      await this.#handle.close()
      if (this.#part !== undefined) await rename(this.#part.path, this.#part.target)
    })
  }

  /** Leaves what was there before. */
  async discard(): Promise<void> {
    await this.#handle.close()
    if (this.#part !== undefined) await rm(this.#part.path, { force: true })
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await this.discard()
      throw fileError(error, this.#name)
    }
  }
}

/** Writes a file whole. @throws HitCraftError as `OutFile.open` */
export async function writeOutFile(
  path: string,
  texts: Iterable<string> | AsyncIterable<string>,
  name = path,
): Promise<void> {
  const file = await OutFile.open(path, name)
  try {
    for await (const text of texts) await file.write(text)
  } catch (error) {
    await file.discard()
    throw error
  }
  await file.end()
}

/** Where a path leads, also where nothing is there yet. */
async function followLinks(path: string): Promise<string> {
  let target = path
  for (let links = 0; ; links++) {
    const there = await lstat(target).catch(absent)
    if (there?.isSymbolicLink() !== true) return target
    if (links === MOST_LINKS) {
      throw Object.assign(new Error('too many links'), { code: 'ELOOP', path })
    }
    target = resolve(dirname(target), await readlink(target))
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
