import { DatabaseSync } from 'node:sqlite'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import type { Verification } from '../../../src/migration/verify/verify.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { CATALOG } from './at-rest.ts'
import { fill, THREADS } from './filled.ts'

const edit = async (path: string, change: (text: string) => string) =>
  writeFile(path, change(await readFile(path, 'utf8')))

const records = (root: string, kind: string) => join(root, 'data', 'records', `${kind}.jsonl`)
const thread = (root: string, id: string) => join(root, 'organized_threads', `${id}.json`)

/** The truth on disk, harmed: what of it, how, and what must be told. */
const FILES: readonly {
  readonly title: string
  readonly harm: (root: string) => Promise<unknown>
  /** The threads that are harmed: one of them is named, and no other. */
  readonly ids: readonly string[]
}[] = [
  {
    title: 'a thread is dropped',
    harm: (root) => rm(thread(root, 't1')),
    ids: ['t1'],
  },
  {
    title: 'a thread is cut short',
    harm: (root) => edit(thread(root, 't1'), (text) => text.slice(0, text.length >> 1)),
    ids: ['t1'],
  },
  {
    title: 'one bit of a thread is flipped',
    harm: (root) => edit(thread(root, 't1'), (text) => text.replace('question1', 'questioo1')),
    ids: ['t1'],
  },
  {
    title: 'a number of a thread becomes a text',
    harm: (root) =>
      edit(thread(root, 't1'), (text) => text.replace(/"place":(\d+)/, '"place":"$1"')),
    ids: ['t1'],
  },
  {
    title: 'a thread lies under the name of another too',
    harm: (root) => cp(thread(root, 't2'), thread(root, 't1')),
    ids: ['t1', 't2'],
  },
  {
    title: 'a copy of a thread lies under a name of its own',
    harm: (root) => edit(thread(root, 't1'), (text) => text.replaceAll('"t1"', '"t11"')),
    ids: ['t1'],
  },
  {
    title: 'an analysis is dropped',
    harm: (root) => edit(records(root, 'analysis'), without('t1')),
    ids: ['t1'],
  },
  {
    title: 'a bit of an analysis is flipped',
    harm: (root) =>
      edit(records(root, 'analysis'), (text) => text.replace('"question1"', '"questioo1"')),
    ids: ['t1'],
  },
  {
    title: 'an assignment is cut short',
    harm: (root) =>
      edit(records(root, 'topicAssignment'), (text) => text.replace(/(t1.{20}).*\n/, '$1\n')),
    ids: ['t0', 't1'],
  },
  {
    title: 'a tombstone is removed',
    harm: (root) => edit(records(root, 'tombstone'), (text) => text.replace(/^.*\n/, '')),
    ids: [],
  },
  {
    title: 'a run is removed',
    harm: (root) => writeFile(records(root, 'run'), ''),
    ids: [],
  },
]

function without(id: string) {
  return (text: string) =>
    text
      .split('\n')
      .filter((line) => !line.includes(`"threadId":"${id}"`))
      .join('\n')
}

describe('a file store that is harmed at rest', () => {
  let home: ChatStore
  let root: string

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'hitcraft-corruption-'))
    home = await openMemoryStore()
    await fill(home)
    const store = await openFileStore(foldersUnder(join(root, 'whole')))
    await migrate(storeSource(home), store)
    await store.flushIndex()
    await store.close()
  })

  afterAll(() => rm(root, { recursive: true, force: true }))

  /** A copy that was harmed, while it is open. */
  async function withHarmed<T>(
    harm: (copy: string) => unknown,
    work: (store: ChatStore) => Promise<T>,
  ): Promise<T> {
    const copy = await mkdtemp(join(root, 'copy-'))
    await cp(join(root, 'whole'), copy, { recursive: true })
    await harm(copy)
    const store = await openFileStore(foldersUnder(copy))
    try {
      return await work(store)
    } finally {
      await store.close()
      await rm(copy, { recursive: true })
    }
  }

  /** What is told of a copy that was harmed. */
  const toldOf = (harm: (copy: string) => unknown) =>
    withHarmed(harm, (store) => verifyStores(home, store, { settle: 0, isDeep: true }))

  it('and is not: it is equal', async () => {
    expect(await toldOf(() => undefined)).toMatchObject({ equal: true, differences: [] })
  })

  for (const { title, harm, ids, told } of CATALOG) {
    it(`catalog: ${title}`, async () => {
      const { differences } = await toldOf((copy) => {
        const catalog = new DatabaseSync(join(copy, 'data', 'catalog.sqlite'))
        for (const statement of [harm].flat()) catalog.exec(statement)
        catalog.close()
      })
      const texts = differences.map(({ problem, field }) => `${problem} ${field}`)
      expect(texts.filter((text) => told.test(text))).not.toEqual([])
      expect(differences.filter(({ id }) => !ids.includes(id))).toEqual([])
    })
  }

  for (const { title, harm, ids } of FILES) {
    it(`files: ${title}`, async () => {
      const { equal, differences } = await toldOf(harm)
      expect(equal).toBe(false)
      const others = new Set(THREADS.map(({ id }) => id)).difference(new Set(ids))
      const named = differences.map(({ id }) => id.replace(/^.*\n/s, ''))
      expect(named.filter((id) => others.has(id))).toEqual([])
      expect(named.some((id) => ids.includes(id))).toBe(ids.length > 0)
    })
  }
  it('tells in each part what its records have lost on disk, all of it in all', async () => {
    const harm = async (copy: string) => {
      await edit(records(copy, 'analysis'), without('t1'))
      await edit(records(copy, 'topicAssignment'), (text) => text.replace('t1', 't9'))
      await writeFile(records(copy, 'run'), '')
      await rm(join(copy, 'data', 'history'), { recursive: true })
    }
    const told = await withHarmed(harm, async (store) => {
      const whole = await verifyStores(home, store, { settle: 0 })
      const halves = [1, 2].map((number) =>
        verifyStores(home, store, { settle: 0, part: { number, of: 2 } }),
      )
      return { whole, halves: await Promise.all(halves) }
    })
    const names = ({ differences }: Verification) =>
      differences.map(({ problem, kind, id }) => `${problem} ${kind} ${id}`)
    expect(names(told.whole).length).toBeGreaterThan(8)
    expect(told.halves.map(({ differences }) => differences.length)).not.toContain(0)
    // That a file is too short is told in each.
    expect(new Set(told.halves.flatMap(names))).toEqual(new Set(names(told.whole)))
    const ofRecords = told.halves.flatMap(({ differences }) => differences.filter(({ id }) => id))
    expect(ofRecords).toHaveLength(told.whole.differences.filter(({ id }) => id).length)
  })
})
