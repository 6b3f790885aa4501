import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { withSum } from '../../../src/storage/objects/summed.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { oneLine } from '../../conformance/check.ts'

it('a folder that a later version wrote is refused, and nothing in it is changed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-later-'))
  const target = { kind: 'file', folders: foldersUnder(root) } as const
  const store = await openChatStore(target)
  await store.mergeThreads([oneLine('a', 'words')])
  await store.close()
  const path = join(target.folders.data, 'store.json')
  const mark: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'))
  const { sum: _sum, ...later } = mark
  const text = JSON.stringify({ ...later, layout: Number(mark['layout']) + 1 })
  await writeFile(path, `${withSum(text)}\n`)
  const before = await readdir(root, { recursive: true })
  await expect(openChatStore(target)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  expect(await readdir(root, { recursive: true })).toEqual(before)
  await rm(root, { recursive: true })
})
