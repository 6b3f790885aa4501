import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { rawMessage } from './older-folder.ts'

let root: string
let store: ChatStore

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-odd-'))
  store = await openMemoryStore()
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

/** Writes files beside an index and a history that hold nothing, and takes all of it over. */
async function takeOver(files: Readonly<Record<string, string | Uint8Array>>) {
  const all = {
    'data/thread_index.json': '{"threads": []}',
    'data/analysis_history.json': '{"analyses": []}',
    ...files,
  }
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  const moved = await migrateStore(await openFolderSource({ kind: 'legacy', folder: root }), store)
  const damaged = moved.damaged.map(({ place, problem }) => [place.slice(root.length), problem])
  return { copied: moved.copied, damaged }
}

async function idsIn(): Promise<string[]> {
  const { items } = await store.listThreads({ limit: 50 })
  return items.map(({ id }) => id).sort()
}

const thread = (id: string, said: string) =>
  JSON.stringify({ thread_id: id, messages: [rawMessage(id, 0, said)] })

describe('odd files of the older app', () => {
  it('come each, where two in different folders have one name', async () => {
    const { damaged } = await takeOver({
      'organized_threads/2024/conv.json': thread('thread_A', 'one'),
      'organized_threads/2025/conv.json': thread('thread_B', 'two'),
      'organized_threads/2024/cut.json': '{"messages": [',
      'organized_threads/2025/cut.json': '{"messages": [',
    })
    expect(await idsIn()).toEqual(['thread_A', 'thread_B'])
    expect(damaged.map(([place]) => place).sort()).toEqual([
      '/organized_threads/2024/cut.json',
      '/organized_threads/2025/cut.json',
    ])
  })

  it('are read beside a JSON that holds where they name threads that no file has', async () => {
    const lines = '\n[2025-03-10 10:00:00] USER:\nhello\n'
    await takeOver({
      'organized_threads/x.json': thread('thread_A', 'one'),
      'organized_threads/x.txt': `Thread ID: thread_B\n${lines}`,
      'organized_threads/y.json': thread('thread_C', 'two'),
      'organized_threads/y.txt': lines,
      'organized_threads/z.json': thread('thread_D', 'three'),
      'organized_threads/z.txt': `Thread ID: thread_A\n${lines}`,
    })
    expect(await idsIn()).toEqual(['thread_A', 'thread_B', 'thread_C', 'thread_D'])
    expect((await store.getThread('thread_A'))?.messages).toHaveLength(1)
    expect((await store.getThread('thread_B'))?.messages).toHaveLength(1)
  })

  it('may hold a list longer than a call has arguments', async () => {
    const { copied } = await takeOver({
      'organized_threads/a.json': thread('thread_A', 'one'),
      'analysis_results/big.json': JSON.stringify(Array.from({ length: 200_000 }, (_, n) => n)),
    })
    expect(copied).toMatchObject({ threads: 1, olderResults: 1 })
  })
})
