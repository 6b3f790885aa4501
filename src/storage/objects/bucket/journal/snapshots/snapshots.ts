import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog } from '../../../catalog/catalog.ts'
import { diskError } from '../../../catalog/disk-error.ts'
import type { ObjectStore } from '../../../object-store.ts'
import { newCatalogFolder } from './catalog-folder.ts'
import { compress, decompress } from '../compression.ts'
import type { Head } from '../head.ts'
import { inParallel } from '../../in-parallel.ts'
import { LAYOUT, numberedName } from '../../layout.ts'

export type Snapshot = NonNullable<Head['snapshot']>

/** Bytes of the catalog in one object, before compression: a snapshot is never in memory whole. */
const PART = 32 * 1024 * 1024
const PARTS_AT_ONCE = 4

/** The catalog's database file as objects, and back. */
export class Snapshots {
  readonly #objects: ObjectStore
  readonly #folder: string

  constructor(objects: ObjectStore) {
    this.#objects = objects
    this.#folder = newCatalogFolder()
  }

  /** A name for a database file of this process, new each time. */
  path(): string {
    return join(this.#folder, `${randomBytes(8).toString('hex')}.sqlite`)
  }

  async write(catalog: Catalog, seq: number, last: string): Promise<Snapshot> {
    const path = this.path()
    const name = numberedName(seq, randomBytes(4).toString('hex'))
    let file: number | undefined
    try {
      catalog.copyTo(path)
      file = openSync(path, 'r')
      const parts = Math.ceil(fstatSync(file).size / PART)
      let bytes = 0
      for (let part = 0; part < parts; part++) {
        const compressed = compress(readPart(file, part))
        bytes += compressed.length
        await this.#objects.put(partKey(name, part), compressed)
      }
      return { name, parts, bytes, seq, last }
    } catch (error) {
      throw diskError(error, path)
    } finally {
      if (file !== undefined) closeSync(file)
      rmSync(path, { force: true })
    }
  }

  /**
   * @returns the path of a database file, or undefined where a part is missing
   * @throws HitCraftError CORRUPT for a damaged part
   */
  async read({ name, parts }: Snapshot): Promise<string | undefined> {
    const path = this.path()
    const file = openSync(path, 'w')
    try {
      const numbers = Array.from({ length: parts }, (_, part) => part)
      const found = await inParallel(
        numbers,
        async (part) => {
          const object = await this.#objects.get(partKey(name, part))
          if (object === undefined) return false
          writeAll(file, decompress(object.bytes, 'a snapshot of the catalog'), part * PART)
          return true
        },
        PARTS_AT_ONCE,
      )
      return found.every(Boolean) ? path : undefined
    } catch (error) {
      throw diskError(error, path)
    } finally {
      closeSync(file)
    }
  }

  /** The keys of its objects. */
  keys({ name, parts }: Snapshot): string[] {
    return Array.from({ length: parts }, (_, part) => partKey(name, part))
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function partKey(name: string, part: number): string {
  return `${LAYOUT.snapshots}${name}/${String(part).padStart(6, '0')}.zst`
}

function readPart(file: number, part: number): Buffer {
  const buffer = Buffer.allocUnsafe(PART)
  let got = 0
  for (;;) {
    const n = readSync(file, buffer, got, PART - got, part * PART + got)
    got += n
    if (n === 0 || got === PART) return buffer.subarray(0, got)
  }
}

function writeAll(file: number, data: Buffer, offset: number): void {
  for (let at = 0; at < data.length;) {
    at += writeSync(file, data, at, data.length - at, offset + at)
  }
}
