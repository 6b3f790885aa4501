import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { HitCraftError, isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import type { FileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { analyzed, KEY, oneLine } from '../../conformance/check.ts'

/** Bytes between two cuts: less than the smallest frame, so that each is once the first that is torn. */
const STEP = 101

it('file: of analyses that were cut off anywhere, each that is there has its line', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-torn-'))
  /** Bytes that the disk has room for. */
  let room = Number.POSITIVE_INFINITY
  const fileSystem: FileSystem = {
    ...realFileSystem,
    append(file, data) {
      realFileSystem.append(file, data.subarray(0, room))
      if (room < data.length) throw new HitCraftError('NO_SPACE', 'the disk is full')
    },
  }
  const store = await openFileStore(foldersUnder(root), { fileSystem })
  const found = new Set<number>()
  for (let cut = 0; !found.has(3); cut += STEP) {
    const threads = ['a', 'b', 'c'].map((name) => oneLine(`${name} ${cut}`, 'guitar'))
    await store.mergeThreads(threads)
    room = cut
    const saved = store.saveAnalyses(threads.map((thread) => analyzed(thread)))
    const isSaved = await saved.then(
      () => true,
      (error: unknown) => !isHitCraftError(error, 'NO_SPACE'),
    )
    room = Number.POSITIVE_INFINITY
    // A write takes in what the torn one left.
    await store.mergeThreads([oneLine(`d ${cut}`, 'drums')])
    const lines = await store.listRecords('history', { limit: 1000 })
    const there = await Promise.all(threads.map(({ id }) => store.getAnalysis(id, KEY)))
    const analyses = there.flatMap((analysis) => analysis?.threadId ?? [])
    const told = new Set(lines.map(({ threadId }) => threadId))
    expect({ cut, without: analyses.filter((id) => !told.has(id)) }).toEqual({
      cut,
      without: [],
    })
    expect(analyses.length === 3).toBe(isSaved)
    found.add(analyses.length)
  }
  expect([...found]).toEqual([0, 1, 2, 3])
  await store.close()
  await rm(root, { recursive: true, force: true })
})
