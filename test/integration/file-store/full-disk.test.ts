import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { oneLine } from '../../conformance/check.ts'

let root: string
let isMounted: boolean

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-full-'))
  const options = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', root]
  isMounted = process.platform === 'linux' && spawnSync('mount', options).status === 0
})

afterEach(async () => {
  if (isMounted) spawnSync('umount', [root])
  await rm(root, { recursive: true, force: true })
})

it('file: a full disk is NO_SPACE; with room again the same call completes', async ({ skip }) => {
  skip(!isMounted, 'a small disk can be mounted only by root on Linux')
  const ballast = join(root, 'ballast')
  writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))
  const store = await openFileStore(foldersUnder(root))
  const acknowledged: string[] = []
  const text = 'many words '.repeat(2000)
  let failed: { error: unknown; n: number } | undefined
  for (let n = 0; failed === undefined && n < 1000; n++) {
    try {
      await store.mergeThreads([oneLine(`t${n}`, `${n} ${text}`)])
      acknowledged.push(`t${n}`)
    } catch (error) {
      failed = { error, n }
    }
  }
  expect(isHitCraftError(failed?.error, 'NO_SPACE')).toBe(true)
  const all = await store.getThreads(acknowledged)
  expect(all.map((thread) => thread?.id)).toEqual(acknowledged)
  rmSync(ballast)
  const n = failed?.n ?? 0
  await store.mergeThreads([oneLine(`t${n}`, `${n} ${text}`)])
  expect((await store.getThread(`t${n}`))?.id).toBe(`t${n}`)
  await store.close().catch((error: unknown) => {
    // Thread files may need more than is there; the log keeps what they lack.
    if (!isHitCraftError(error, 'NO_SPACE')) throw error
  })
})
