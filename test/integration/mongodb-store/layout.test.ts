import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BSON } from 'mongodb'
import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { analyzed, KEY } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

/** A database as layout 2 left it: three threads, two of them analyzed, one with a topic; two that were adopted. */
function layout2(): Record<string, Document[]> {
  const text = readFileSync(join(import.meta.dirname, 'layout-2.json'), 'utf8')
  return BSON.EJSON.parse(text) as Record<string, Document[]>
}

/** Indexes that it had, of which the last is of no use any more. */
const INDEXES_2 = [
  { name: 'hitcraft_id', key: { id: 1 }, unique: true },
  { name: 'hitcraft_users_newest', key: { users: 1, last: -1, id: 1 } },
]

onMongo('layouts', (server) => {
  async function newDatabase(
    change: (collections: Record<string, Document[]>) => void = () => undefined,
  ) {
    const database = server().newDatabase()
    const collections = layout2()
    change(collections)
    await bare(server(), database, async (db) => {
      for (const [name, documents] of Object.entries(collections)) {
        if (documents.length > 0) await db.collection(name).insertMany(documents)
      }
      await db.collection('threads').createIndexes(INDEXES_2)
    })
    return database
  }

  const threadsOf = (database: string) =>
    bare(server(), database, (db) => db.collection('threads').find().sort({ id: 1 }).toArray())

  it('keeps the fields of a thread at the top and ours under one name', async () => {
    const options = { uri: server().url, database: server().newDatabase() }
    const store = await openMongoStore(options)
    await store.mergeThreads([smallThread(1)])
    await store.close()
    const [document] = await threadsOf(options.database)
    expect(Object.keys(document ?? {}).toSorted()).toEqual(
      ['_id', 'created_at', 'hitcraft', 'id', 'messages', 'title'].toSorted(),
    )
    expect(document).toMatchObject({
      id: 't000001',
      title: null,
      messages: [
        {
          id: 'm1',
          role: 'user',
          userId: 'u1',
          createdAt: '2025-03-10T10:01:00.000Z',
          content: [{ type: 'text', text: 'how do I export the stems 1' }],
        },
      ],
    })
  })

  it(
    'brings a database of layout 2 up to date, also after it was cut short',
    async () => {
      const database = await newDatabase()
      const options = { uri: server().url, database }
      const expectWhole = async () => {
        const store = await openMongoStore(options)
        expect(await Array.fromAsync(store.examine())).toEqual([])
        const threads = await store.getThreads(['t000001', 't000002', 't000003'])
        expect(threads).toEqual([1, 2, 3].map((n) => smallThread(n)))
        expect((await store.mergeThreads([smallThread(4)]))[0]?.outcome).toBe('erased')
        expect((await store.listPending({ analyzerKey: KEY })).map(({ id }) => id)).toEqual([
          'beside',
          'list',
          't000003',
        ])
        const topical = await store.listThreads({ analyzerKey: KEY, topic: 't1' })
        expect(topical.items.map(({ id }) => id)).toEqual(['t000001'])
        expect(await store.countThreads({ userId: 'u2' })).toBe(1)
        expect(await store.countThreads({ words: 'stems' })).toBe(3)
        expect(await store.getAnalysis('t000002', KEY)).toEqual(analyzed(smallThread(2)).analysis)
        await store.close()
      }
      await expectWhole()
      const moved = await threadsOf(database)
      // What adoption had moved away is back where it was.
      expect(moved.map(({ id, artist, content }) => [id, artist, content] as unknown[])).toEqual([
        ['beside', 'kept by nobody yet', undefined],
        ['list', undefined, [expect.objectContaining({ content: 'louder please' })]],
        ...['t000001', 't000002', 't000003'].map((id) => [id, undefined, undefined]),
      ])
      expect(moved[0]?.['messages']).toEqual([
        expect.objectContaining({ content: 'softer please' }),
      ])
      expect(moved[1]?.['messages']).toHaveLength(2)
      const names = await bare(server(), database, (db) => db.collection('threads').indexes())
      expect(names.map(({ name }) => name)).not.toContain('hitcraft_users_newest')

      const [old] = layout2()['threads']?.filter(({ id }) => id === 't000001') ?? []
      await bare(server(), database, async (db) => {
        await db.collection('threads').replaceOne({ id: 't000001' }, old ?? {})
        await db.collection('meta').updateOne({ _id: 'schema' as never }, { $set: { version: 2 } })
      })
      await expectWhole()
    },
    SLOW,
  )

  it(
    'brings a database of layout 1, which had no seals, up to date',
    async () => {
      const database = await newDatabase((collections) => {
        for (const name of ['threads', 'records']) {
          for (const document of collections[name] ?? []) delete document['seal']
        }
        for (const document of collections['meta'] ?? []) {
          if (document['_id'] === 'schema') document['version'] = 1
        }
      })
      const store = await openMongoStore({ uri: server().url, database })
      expect(await Array.fromAsync(store.examine())).toEqual([])
      expect(await store.getThread('t000001')).toEqual(smallThread(1))
      // The analyses hold, so that what was analyzed is not pending.
      expect(await store.countPending(KEY)).toBe(3)
      expect(await store.getAnalysis('t000002', KEY)).toEqual(analyzed(smallThread(2)).analysis)
      await store.close()
    },
    SLOW,
  )

  it(
    'keeps the parts of a body that no document of the present layout points to yet',
    async () => {
      const database = await newDatabase((collections) => {
        const found = collections['threads']?.find(({ id }) => id === 't000001')
        const part = { thread: 't000001', version: found?.['rev'], n: 0, data: found?.['body'] }
        collections['thread_parts'] = [part]
        Object.assign(found ?? {}, { body: null, parts: { version: part.version, count: 1 } })
        // A holder that was killed; whoever comes next clears away what it left.
        collections['locks'] = [{ _id: 9, holder: 'dead', beat: 0, released: true, dirty: true }]
      })
      const store = await openMongoStore({ uri: server().url, database })
      expect(await Array.fromAsync(store.examine())).toEqual([])
      expect(await store.getThread('t000001')).toEqual(smallThread(1))
      await store.close()
    },
    SLOW,
  )

  it.each(['at the next open', 'by a merge'])(
    'moves a thread that an earlier version adds after the migration, %s',
    async (when) => {
      let late: Document | undefined
      const database = await newDatabase((collections) => {
        const threads = collections['threads'] ?? []
        late = threads.find(({ id }) => id === 't000001')
        collections['threads'] = threads.filter((document) => document !== late)
      })
      const options = { uri: server().url, database }
      let store = await openMongoStore(options)
      await bare(server(), database, (db) => db.collection('threads').insertOne(late ?? {}))
      if (when === 'at the next open') {
        await store.close()
        store = await openMongoStore(options)
      }
      expect(await store.mergeThreads([smallThread(1)])).toMatchObject([{ outcome: 'unchanged' }])
      expect(await store.getThread('t000001')).toEqual(smallThread(1))
      expect(await store.countPending(KEY)).toBe(3)
      await store.close()
      const adopted = await bare(server(), database, (db) =>
        db.collection('threads_originals').countDocuments({ thread: 't000001' }),
      )
      expect(adopted).toBe(0)
    },
    SLOW,
  )

  it(
    'moves a damaged document as it is, which stays damaged',
    async () => {
      const database = await newDatabase((collections) => {
        const found = collections['threads']?.find(({ id }) => id === 't000001')
        if (found !== undefined) found['bodyHash'] = '0'.repeat(64)
      })
      const store = await openMongoStore({ uri: server().url, database })
      expect((await Array.fromAsync(store.examine())).map(({ id }) => id)).toEqual(['t000001'])
      await expect(store.getThread('t000001')).rejects.toMatchObject({ code: 'CORRUPT' })
      expect((await store.listThreads({ userId: 'u1' })).items).toHaveLength(1)
      expect((await store.mergeThreads([smallThread(1)]))[0]).toMatchObject({ damage: 'replaced' })
      expect(await store.getThread('t000001')).toEqual(smallThread(1))
      await store.close()
    },
    SLOW,
  )
})
