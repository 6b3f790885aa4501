import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { MongoClient } from 'mongodb'
import { BSON } from 'mongodb'
import { inflateSync } from 'node:zlib'
import type { ObjectStore } from '../../src/storage/objects/object-store.ts'

/**
 * Names of the files below a folder that hold one of the words, in UTF-8 or UTF-16.
 * @param isLeftOut files that are not read
 */
export function filesHolding(
  folder: string,
  words: readonly string[],
  isLeftOut: (file: string) => boolean = () => false,
): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isLeftOut(file) && holds(bytesOf(file), words))
}

/** A server that runs takes files away between the list and the reading. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Keys of the objects that hold one of the words, also where they are compressed. */
export async function objectsHolding(
  objects: ObjectStore,
  words: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of objects.list('')) {
    const bytes = (await objects.get(key))?.bytes ?? Buffer.alloc(0)
    const plain = key.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes
    if (holds(plain, words)) found.push(key)
  }
  return found
}

/** Collections with a document that holds one of the words, also in what is compressed in it. */
export async function collectionsHolding(
  url: string,
  database: string,
  words: readonly string[],
): Promise<string[]> {
  const client = new MongoClient(url)
  try {
    const db = client.db(database)
    const found: string[] = []
    for (const { name } of await db.listCollections().toArray()) {
      for await (const document of db.collection(name).find()) {
        const parts = [Buffer.from(BSON.serialize(document)), ...inflated(document)]
        if (parts.some((part) => holds(part, words))) found.push(name)
      }
    }
    return found
  } finally {
    await client.close()
  }
}

/** What is compressed in a document, at any depth. */
function inflated(value: unknown): Buffer[] {
  if (typeof value !== 'object' || value === null) return []
  if ('buffer' in value && value.buffer instanceof Uint8Array) {
    try {
      return [inflateSync(value.buffer)]
    } catch {
      return []
    }
  }
  return Object.values(value).flatMap(inflated)
}

function holds(bytes: Buffer, words: readonly string[]): boolean {
  return words.some((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))
}
