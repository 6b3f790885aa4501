import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { isInPlace, makeRoom } from '../../../src/app/moving/make-room.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { importFile } from '../../../src/importers/import-file.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import type { ChatStore, Damage } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import {
  EXPORT_ONLY,
  JSON_AND_TEXT,
  JSON_ONLY,
  MESSAGES,
  OLDER_FILES,
  TEXT_ONLY,
  writeOlder,
} from './older-folder.ts'

let root: string
let store: ChatStore

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-older-'))
  store = await openMemoryStore()
  await writeOlder(root)
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

const open = () => openFolderSource({ kind: 'legacy', folder: root })
const short = ({ kind, id, place, problem }: Damage) => [
  kind,
  id,
  place.slice(root.length),
  problem,
]

async function textsOf(id: string): Promise<unknown[]> {
  const thread = await store.getThread(id)
  return (thread?.messages ?? []).map(({ role, createdAt, content }) => [role, createdAt, content])
}

describe("the older app's folder", () => {
  it('comes as threads, history and results; what cannot be read is named', async () => {
    const moved = await migrateStore(await open(), store)
    expect(moved.copied).toMatchObject({ threads: 4, history: 2, olderResults: 4 })
    expect(moved.damaged.map(short)).toEqual([
      ['thread', 'broken', '/organized_threads/broken.json', expect.stringContaining('cut')],
      ['olderResult', 'analysis_results/cut.json', '/analysis_results/cut.json', 'is no JSON'],
      ['thread', 'lost', '/data/thread_index.json', 'is named there and has no file'],
    ])
    expect(await textsOf(TEXT_ONLY)).toEqual([
      ['user', '2025-03-10T10:00:00.000Z', [says('is it "finished"?\nuser: not you')]],
      [
        'assistant',
        '2025-03-10T10:00:01.000Z',
        [
          says("it's done"),
          {
            type: 'song_rendering_complete',
            raw: { note: null, ok: true },
          },
        ],
      ],
      ['user', '2025-03-10T10:00:02.000Z', [says('thanks')]],
    ])
    expect(await textsOf(EXPORT_ONLY)).toEqual([
      ['user', '2025-03-10T18:15:20.000Z', [says('a bridge in Dm')]],
    ])
    expect((await store.getThread(EXPORT_ONLY))?.title).toBe('Bridges')
    expect(await textsOf(JSON_ONLY)).toEqual([['user', undefined, [says('and the drums?')]]])
    const history = await store.listRecords('history')
    expect(
      history.map(({ threadId, analyzerKey, runId, timestamp }) => [
        threadId,
        analyzerKey,
        runId,
        timestamp,
      ]),
    ).toEqual(
      expect.arrayContaining(
        [JSON_ONLY, TEXT_ONLY].map((id) => [id, 'legacy', 'legacy-s1', '2025-03-11T09:00:00.123Z']),
      ),
    )
    expect(await store.countPending('local-1')).toBe(4)
  })

  it('gives a thread the id and the hash that an import of its file gives', async () => {
    await migrateStore(await open(), store)
    const other = await openMemoryStore()
    const folders = { tempFolder: root, rejectsFolder: root }
    const path = join(root, `organized_threads/${JSON_AND_TEXT}.json`)
    await importFile(other, { path, name: 'one.json' }, folders)
    expect(await store.getThread(JSON_AND_TEXT)).toEqual(await other.getThread(JSON_AND_TEXT))
    // An export of the same messages has its own age and attributes, and the same content.
    await writeFile(join(root, 'export.json'), JSON.stringify(MESSAGES))
    const third = await openMemoryStore()
    await importFile(third, { path: join(root, 'export.json'), name: 'export.json' }, folders)
    const { contentHash } = (await third.getThread(JSON_AND_TEXT)) ?? {}
    expect((await store.getThread(JSON_AND_TEXT))?.contentHash).toBe(contentHash)
  })

  it('keeps results as they were, with the threads that they speak of; an erasure takes them', async () => {
    await migrateStore(await open(), store)
    const results = await store.listRecords('olderResult')
    const threads = new Map(results.map(({ id, threadIds }) => [id, threadIds]))
    const all = [JSON_AND_TEXT, JSON_ONLY, TEXT_ONLY, EXPORT_ONLY]
    expect([...threads]).toEqual([
      ['analysis_results/a1.json', [JSON_ONLY, TEXT_ONLY]],
      ['analysis_results/a2.json', [JSON_AND_TEXT]],
      ['analysis_results/combined.json', [EXPORT_ONLY]],
      ['analysis_results/notes.md', all],
    ])
    expect(results[0]).toMatchObject({
      madeAt: '2025-03-11T09:00:00.123Z',
      content: { metadata: { id: 'a1' }, results: { mood: 'calm' } },
    })
    await store.eraseThreads([TEXT_ONLY])
    const left = await store.listRecords('olderResult')
    expect(left.map(({ id, content }) => [id, content !== undefined])).toEqual([
      ['analysis_results/a1.json', false],
      ['analysis_results/a2.json', true],
      ['analysis_results/combined.json', true],
      ['analysis_results/notes.md', false],
    ])
    expect(left[0]?.threadIds).toEqual([JSON_ONLY])
  })

  it('does without its index and history, and says so', async () => {
    await rm(join(root, 'data/thread_index.json'))
    await writeFile(join(root, 'data/analysis_history.json'), '{"analyses": [')
    const moved = await migrateStore(await open(), store)
    expect(moved.copied).toMatchObject({ threads: 4, history: 0 })
    expect(moved.damaged.map(short)).toEqual(
      expect.arrayContaining([
        ['store', undefined, '/data/thread_index.json', expect.stringContaining('is missing')],
        [
          'store',
          undefined,
          '/data/analysis_history.json',
          expect.stringContaining('cannot be read'),
        ],
      ]),
    )
  })

  it('reads a text where the JSON beside it does not hold', async () => {
    await rename(
      join(root, `organized_threads/${TEXT_ONLY}.txt`),
      join(root, 'organized_threads/broken.txt'),
    )
    const moved = await migrateStore(await open(), store)
    expect(moved.copied['threads']).toBe(4)
    expect(await textsOf(TEXT_ONLY)).toHaveLength(3)
    expect(moved.damaged.map(({ id }) => id)).toContain('broken')
  })

  it('is taken over in place, with every original kept, also after a death in the middle', async () => {
    const from = { kind: 'legacy', folder: root } as const
    const to = { kind: 'file', folders: foldersUnder(root) } as const
    await expect(openChatStore(to)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      remedy: expect.stringContaining(`hitcraft migrate --from legacy:${root} --to file:${root}`),
    })
    const elsewhere = { kind: 'file', folders: foldersUnder(join(root, 'x')) } as const
    expect(await isInPlace(from, elsewhere)).toBe(false)
    // One folder was moved when the process died.
    await mkdir(join(root, 'older-app'))
    await rename(join(root, 'analysis_results'), join(root, 'older-app/analysis_results'))
    await expect(openChatStore(to)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    expect(await makeRoom(from, to, to)).toBe(join(root, 'older-app'))
    for (const [path, content] of Object.entries(OLDER_FILES)) {
      expect(readFileSync(join(root, 'older-app', path), 'utf8')).toBe(content)
    }
    const files = await openChatStore(to)
    const source = await open()
    expect((await migrateStore(source, files)).copied).toMatchObject({ threads: 4, history: 2 })
    expect(await makeRoom(from, to, to)).toBeUndefined()
    const verified = await verifyStores(source, files)
    expect(new Set(verified.differences.map(({ problem }) => problem))).toEqual(
      new Set(['damaged in source']),
    )
    await files.close()
    expect(existsSync(join(root, 'organized_threads', `${TEXT_ONLY}.json`))).toBe(true)
  })

  it('is known by its threads alone, and nothing else is taken for it', async () => {
    const to = { kind: 'file', folders: foldersUnder(root) } as const
    await rm(join(root, 'data'), { recursive: true })
    await expect(openChatStore(to)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    const empty = join(root, 'empty')
    await mkdir(empty)
    await expect(openFolderSource({ kind: 'legacy', folder: empty })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const ours = await openChatStore({ kind: 'file', folders: foldersUnder(empty) })
    await ours.close()
    await expect(openFolderSource({ kind: 'legacy', folder: empty })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

function says(text: string) {
  return { type: 'text', text }
}
