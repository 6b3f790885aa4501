import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OlderResult } from '../../../src/domain/older-result.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'

const MB = 1024 ** 2

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-segment-'))
})
afterEach(() => rm(root, { recursive: true }))

/** A disk that notes how much was appended at once to files of records. */
function measuringDisk(): { readonly disk: FileSystem; readonly appended: number[] } {
  const appended: number[] = []
  const ofRecords = new Set<number>()
  const disk: FileSystem = {
    ...realFileSystem,
    openAppend(path) {
      const file = realFileSystem.openAppend(path)
      if (path.endsWith('.jsonl')) ofRecords.add(file)
      else ofRecords.delete(file)
      return file
    },
    append(file, data) {
      if (ofRecords.has(file)) appended.push(data.length)
      realFileSystem.append(file, data)
    },
  }
  return { disk, appended }
}

it('records of a long segment come to their file some megabytes at a time, and all of them do', async () => {
  const { disk, appended } = measuringDisk()
  const folders = foldersUnder(root)
  const store = await openFileStore(folders, { fileSystem: disk })
  const results = Array.from({ length: 160 }, (_, n): OlderResult => {
    const content = `${n} `.repeat(MB / 40)
    return { id: `analysis_results/${String(n).padStart(3, '0')}.json`, threadIds: [], content }
  })
  for (let at = 0; at < results.length; at += 40) {
    await store.putRecords('olderResult', results.slice(at, at + 40))
  }
  await store.close()
  const all = appended.reduce((sum, n) => sum + n, 0)
  expect(all).toBeGreaterThan(12 * MB)
  expect(Math.max(...appended)).toBeLessThan(5 * MB)
  const again = await openFileStore(folders)
  expect(await Array.fromAsync(again.examine())).toEqual([])
  expect(await again.listRecords('olderResult', { limit: 1000 })).toEqual(results)
  await again.close()
})
