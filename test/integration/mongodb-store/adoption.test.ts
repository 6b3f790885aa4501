import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { say, threadOf } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

const said = (id: string, text: string) => ({
  id,
  role: 'user',
  content: text,
  createdAt: new Date('2025-03-10T10:00:00Z'),
})

/** Documents as `insert_one` leaves them: of every form, ids that repeat, ids that are missing. */
const SEED: readonly Document[] = [
  { id: 'list', content: [said('1', 'louder please')] },
  { id: 'wrapped', content: { title: 'Old', messages: [said('1', 'hello')] } },
  { id: 'beside', messages: [said('1', 'softer please')] },
  { id: 'list', content: [said('1', 'louder please'), said('2', 'thanks')] },
  { id: 'empty', content: null },
  { id: 7, content: [said('1', 'seven')] },
  { content: [said('1', 'without a name')] },
  { id: null, messages: [said('1', 'without a name')] },
]

const HISTORY: readonly Document[] = [
  {
    thread_id: 'list',
    timestamp: new Date('2025-03-11T09:00:00Z'),
    session_id: 's1',
    message_count: 1,
  },
  { thread_id: 'wrapped' },
]

onMongo('adoption', (server) => {
  it(
    'takes in documents that insert_one made, repeated and missing ids among them, once',
    async () => {
      const database = server().newDatabase()
      await bare(server(), database, async (db) => {
        await db.collection('threads').insertMany(SEED.map((document) => structuredClone(document)))
        await db
          .collection('analysis_history')
          .insertMany(HISTORY.map((row) => structuredClone(row)))
      })
      for (let opened = 0; opened < 2; opened++) {
        const store = await openMongoStore({ uri: server().url, database })
        const { items } = await store.listThreads({ order: 'id' })
        expect(
          items.map(({ id, messageCount }) => [id.startsWith('h:') ? 'h:' : id, messageCount]),
        ).toEqual([
          ['7', 1],
          ['beside', 1],
          ['empty', 0],
          ['h:', 1],
          ['list', 2],
          ['wrapped', 1],
        ])
        expect(await store.getThread('list')).toMatchObject({
          messages: [{ id: '1', createdAt: '2025-03-10T10:00:00.000Z' }, { id: '2' }],
        })
        expect(await store.listRecords('history')).toMatchObject([
          { analyzerKey: 'legacy', threadId: 'wrapped' },
          { analyzerKey: 'legacy', threadId: 'list', timestamp: '2025-03-11T09:00:00.000Z' },
        ])
        // What a document does not say is not made up.
        const [wrapped] = await store.listRecords('history')
        expect(Object.keys(wrapped ?? {})).not.toEqual(
          expect.arrayContaining(['timestamp', 'messageCount']),
        )
        await store.flushIndex()
        expect((await store.searchThreads({ words: 'louder' })).items).toHaveLength(1)
        await store.close()
      }
      const originals = await bare(server(), database, (db) =>
        db.collection('threads_originals').find().toArray(),
      )
      expect(originals.map(({ original }) => original as Document)).toHaveLength(SEED.length)
    },
    SLOW,
  )

  it(
    'leaves every field of a document where it was, and puts ours beside them under one name',
    async () => {
      const database = server().newDatabase()
      const seed: readonly Document[] = [
        {
          id: 'beside',
          messages: [{ ...said('1', 'softer please'), mood: 'calm' }],
          artist: { name: 'x' },
        },
        { id: 'list', title: 'Named', content: [said('1', 'louder please')], hidden: false },
        { id: 'large', messages: [said('1', 'x'.repeat(5_000_000))] },
      ]
      await bare(server(), database, (db) => db.collection('threads').insertMany([...seed]))
      const store = await openMongoStore({ uri: server().url, database })
      const read = () =>
        bare(server(), database, (db) => db.collection('threads').find().sort({ id: 1 }).toArray())
      const [beside, large, list] = await read()
      expect(beside).toEqual({
        ...seed[0],
        created_at: expect.any(Date),
        hitcraft: expect.any(Object),
      })
      expect(list).toMatchObject({ ...seed[1], messages: [{ id: '1', role: 'user' }] })
      // One that leaves no room for ours is laid out anew.
      expect(large).toMatchObject({
        _id: seed[2]?.['_id'] as unknown,
        messages: [],
        hitcraft: { messageCount: 1 },
      })
      const thread = await store.getThread('beside')
      expect(thread?.messages).toHaveLength(1)
      const grown = threadOf({ id: 'beside', messages: [say('and louder', { id: '2', time: 1 })] })
      expect((await store.mergeThreads([grown]))[0]?.outcome).toBe('updated')
      const [after] = await read()
      expect(after).toMatchObject({ artist: { name: 'x' }, messages: [{ id: '2' }, { id: '1' }] })
      await store.close()
    },
    SLOW,
  )

  it('takes in what was put there beside it since', async () => {
    const database = server().newDatabase()
    const open = () => openMongoStore({ uri: server().url, database })
    const first = await open()
    await first.mergeThreads([smallThread(1), smallThread(2)])
    await first.eraseThreads(['t000002'])
    await first.close()
    await bare(server(), database, (db) =>
      db.collection('threads').insertMany([
        { id: 'later', content: [said('1', 'later')] },
        { id: 't000002', content: [said('1', 'what was erased stays so')] },
      ]),
    )
    const again = await open()
    expect((await again.listThreads({ order: 'id' })).items.map(({ id }) => id)).toEqual([
      'later',
      't000001',
    ])
    await again.close()
  })

  it(
    'lists a document for each thread that it names, and erases it with any of them',
    async () => {
      const database = server().newDatabase()
      const named = (id: string) => ({ id, content: [said('1', 'louder please')] })
      await bare(server(), database, async (db) => {
        await db.collection('threads').insertMany(['list', 'wrapped', 'empty'].map(named))
        await db
          .collection('analysis_history')
          .insertMany([
            { threads: ['list', 'wrapped', 'list'], timestamp: new Date('2025-03-12T09:00:00Z') },
            { thread_id: ['list', { thread_id: 'empty', message_count: 1 }], message_count: 5 },
            { session_id: 'of no thread' },
          ])
      })
      const store = await openMongoStore({ uri: server().url, database })
      const at = '2025-03-12T09:00:00.000Z'
      const listed = await store.listRecords('history')
      expect(
        listed.map(({ threadId, timestamp, messageCount }) => [threadId, timestamp, messageCount]),
      ).toEqual(
        expect.arrayContaining([
          ['empty', undefined, 1],
          ['list', undefined, undefined],
          ['list', at, undefined],
          ['wrapped', at, undefined],
        ]),
      )
      expect(listed).toHaveLength(4)
      await store.eraseThreads(['wrapped'])
      const left = (await store.listRecords('history')).map(({ threadId }) => threadId)
      expect(left.toSorted()).toEqual(['empty', 'list', 'list'])
      await store.close()
      const rows = await bare(server(), database, (db) =>
        db.collection('analysis_history').countDocuments(),
      )
      expect(rows).toBe(2)
    },
    SLOW,
  )

  it('refuses a collection of something else, or of a later version, and leaves it alone', async () => {
    const database = server().newDatabase()
    const subject = { _id: 'x' as never, subject: 'something else' }
    await bare(server(), database, (db) => db.collection('threads').insertOne(subject))
    await expect(openMongoStore({ uri: server().url, database })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      remedy: expect.stringContaining('MONGODB_DATABASE') as unknown,
    })
    const left = await bare(server(), database, async (db) => ({
      documents: await db.collection('threads').find().toArray(),
      collections: await db.listCollections({}, { nameOnly: true }).toArray(),
    }))
    expect(left.documents).toEqual([subject])
    expect(left.collections).toHaveLength(1)

    const later = server().newDatabase()
    await bare(server(), later, (db) =>
      db.collection('meta').insertOne({ _id: 'schema' as never, version: 99 }),
    )
    await expect(openMongoStore({ uri: server().url, database: later })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    })
  })
})
