import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'

/** Thrown at the moment the power goes. */
export class PowerCut extends Error {}

interface Kept {
  readonly bytes: Buffer | undefined
}

/**
 * The real disk, which remembers for each file what a power cut would leave: the content at its last
 * sync, under the name that its folder had at its own last sync. Coarse on purpose: nothing unsynced stays.
 */
export class ForgetfulDisk {
  /** By path: what the disk surely holds. */
  readonly #kept = new Map<string, Kept>()
  /** Synced content of files whose name is not synced yet. */
  readonly #content = new Map<string, Buffer>()
  readonly #paths = new Map<number, string>()
  readonly #ignored: ((path: string) => boolean) | undefined
  #syncs = 0
  #cutAt: number
  readonly fileSystem: FileSystem

  /**
   * @param cutAt the power goes right before this sync, counted from 1
   * @param ignored syncs that are taken for done though they are not, to show that they are needed
   */
  constructor(cutAt: number, ignored?: (path: string) => boolean) {
    this.#cutAt = cutAt
    this.#ignored = ignored
    this.fileSystem = this.#make()
  }

  get syncs(): number {
    return this.#syncs
  }

  /** The power goes right before the next sync. */
  endNow(): void {
    this.#cutAt = this.#syncs + 1
  }

  /** Takes away what was not synced. */
  cut(): void {
    for (const [path, { bytes }] of this.#kept) {
      if (bytes === undefined) rmSync(path, { force: true })
      else realFileSystem.write(path, bytes)
    }
  }

  #touch(path: string): void {
    if (this.#kept.has(path)) return
    this.#kept.set(path, {
      bytes: realFileSystem.exists(path) ? realFileSystem.read(path) : undefined,
    })
  }

  #sync(path: string, isFolder: boolean): void {
    this.#syncs++
    if (this.#syncs >= this.#cutAt) throw new PowerCut()
    if (this.#ignored?.(path) === true) return
    if (!isFolder) {
      const bytes = realFileSystem.read(path)
      this.#content.set(path, bytes)
      // A name that is already synced has the new content at once.
      if (this.#kept.get(path)?.bytes !== undefined) this.#kept.set(path, { bytes })
      return
    }
    for (const known of this.#kept.keys()) {
      if (dirname(known) !== path) continue
      const bytes = realFileSystem.exists(known)
        ? (this.#content.get(known) ?? Buffer.alloc(0))
        : undefined
      this.#kept.set(known, { bytes })
    }
  }

  #make(): FileSystem {
    const real = realFileSystem
    return {
      ...real,
      write: (path, data) => {
        this.#touch(path)
        this.#content.delete(path)
        real.write(path, data)
      },
      rename: (from, to) => {
        this.#touch(from)
        this.#touch(to)
        const content = this.#content.get(from)
        real.rename(from, to)
        this.#content.delete(from)
        if (content === undefined) this.#content.delete(to)
        else this.#content.set(to, content)
      },
      remove: (path) => {
        this.#touch(path)
        real.remove(path)
        this.#content.delete(path)
      },
      openAppend: (path) => {
        this.#touch(path)
        const before = this.#kept.get(path)?.bytes
        if (before !== undefined && !this.#content.has(path)) this.#content.set(path, before)
        const file = real.openAppend(path)
        this.#paths.set(file, path)
        return file
      },
      sync: (file) => this.#sync(this.#paths.get(file) ?? '', false),
      syncPath: (path) => this.#sync(path, !/\.(json|jsonl|txt|log|part)$/.test(path)),
      syncAll: (paths, folder) => {
        for (const path of paths) this.#sync(path, false)
        this.#sync(folder, true)
      },
    }
  }
}
