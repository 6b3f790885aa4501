import { zstdDecompressSync } from 'node:zlib'
import type { MemoryBucket } from './memory-objects.ts'

/** The keys of objects that hold one of these words, compressed or not. */
export function keysWith(bucket: MemoryBucket, ...words: readonly string[]): string[] {
  return bucket.keys().filter((key) => {
    const bytes = bucket.objects.get(key)?.bytes ?? Buffer.alloc(0)
    const plain = key.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes
    return words.some((word) => plain.includes(word))
  })
}
