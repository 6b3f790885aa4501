import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { compareIds } from '../../../src/domain/values/ids.ts'
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
    expect(damaged.map(([place = '']) => place).sort(compareIds)).toEqual([
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

  it('are read by their letters where they are no UTF-8, and that is told', async () => {
    const head = Buffer.from('[2025-03-10 10:00:00] USER:\n')
    const hebrew = Buffer.from([0xf9, 0xec, 0xe5, 0xed, 0x20, 0xf2, 0xe5, 0xec, 0xed])
    const french = Buffer.from('un caf\u00E9 \u00E0 c\u00F4t\u00E9, d\u00E9j\u00E0', 'latin1')
    const wide = Buffer.from('\uFEFF[2025-03-10 10:00:00] USER:\nhello\n', 'utf16le')
    const { damaged } = await takeOver({
      'organized_threads/hebrew.txt': Buffer.concat([head, hebrew]),
      'organized_threads/french.txt': Buffer.concat([head, french]),
      'organized_threads/wide.txt': wide,
      'analysis_results/french.txt': french,
      'analysis_results/quoted.json': Buffer.concat([
        Buffer.from('{"a":"'),
        french,
        Buffer.from('"}'),
      ]),
    })
    const saidIn = async (id: string) =>
      (await store.getThread(id))?.messages[0]?.content.map((part) =>
        'text' in part ? part.text : part.type,
      )
    expect(await saidIn('hebrew')).toEqual(['\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD'])
    expect(await saidIn('french')).toEqual(['un café à côté, déjà'])
    expect(await saidIn('wide')).toEqual(['hello'])
    const results = await store.listRecords('olderResult')
    expect(results.map(({ content }) => content)).toEqual([
      'un café à côté, déjà',
      { a: 'un café à côté, déjà' },
    ])
    expect(damaged.map(([place = '']) => place).sort(compareIds)).toEqual([
      '/analysis_results/french.txt',
      '/analysis_results/quoted.json',
      '/organized_threads/french.txt',
      '/organized_threads/hebrew.txt',
    ])
    expect(damaged[0]?.[1]).toMatch(/by its letters it was read as windows-\d+/)
  })

  it('tell what of them comes nowhere: rows of the history, words above the first message', async () => {
    const lines = '[2025-03-10 10:00:00] USER:\nhello\n'
    const { copied, damaged } = await takeOver({
      'organized_threads/told.txt': `Messages: 1\nwords of some weight\n\n${lines}`,
      'organized_threads/plain.txt': `Thread ID: plain\nMessages: 1\nFrom: 2025-03-10 10:00:00\n\n${lines}`,
      'data/analysis_history.json': JSON.stringify({
        analyses: [
          { id: 'a1', timestamp: '2025-03-11T09:00:00', thread_count: 3 },
          'no row',
          { id: 'a2', timestamp: '2025-03-11T09:00:00', thread_ids: ['plain'] },
        ],
      }),
    })
    expect(copied).toMatchObject({ threads: 2, history: 1 })
    const history = '/data/analysis_history.json'
    expect(damaged).toEqual(
      expect.arrayContaining([
        [`${history} row 2`, expect.stringContaining('is no object')],
        [`${history} row 1`, expect.stringContaining('names no thread')],
        ['/organized_threads/told.txt', expect.stringContaining('lines 2')],
      ]),
    )
    expect(damaged).toHaveLength(3)
  })
})
