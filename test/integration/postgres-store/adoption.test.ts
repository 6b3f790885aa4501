import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

/** The seed's own statements, and rows as other programs may have left them. */
const SEED = [
  'CREATE TABLE threads (id VARCHAR PRIMARY KEY, content JSONB, created_at TIMESTAMP)',
  `CREATE TABLE analysis_history (id SERIAL PRIMARY KEY, thread_id VARCHAR REFERENCES threads(id),
     timestamp TIMESTAMP, session_id VARCHAR, message_count INTEGER)`,
  `INSERT INTO threads VALUES
     ('list', '[{"id":"1","role":"user","content":"louder please","createdAt":"2025-03-10T10:00:00Z"}]', '2025-03-10'),
     ('wrapped', '{"title":"Old","messages":[{"role":"user","content":[{"type":"text","text":"hello"}]}]}', NULL),
     ('empty', NULL, NULL)`,
  `INSERT INTO analysis_history (thread_id, timestamp, session_id, message_count) VALUES
     ('list', '2025-03-11 09:00:00', 's1', 1), ('wrapped', NULL, NULL, NULL)`,
]

onPostgres('adoption', { settings: ['timezone=Asia/Jerusalem'] }, (server) => {
  it('takes in tables made by the seed’s own statements, once', async () => {
    const connectionString = server().url(await server().createDatabase())
    await query(connectionString, ...SEED)
    for (let opened = 0; opened < 2; opened++) {
      const store = await openPostgresStore({ connectionString })
      const { items } = await store.listThreads({ order: 'id' })
      expect(items.map(({ id, messageCount }) => [id, messageCount])).toEqual([
        ['empty', 0],
        ['list', 1],
        ['wrapped', 1],
      ])
      expect(await store.getThread('list')).toMatchObject({
        messages: [{ id: '1', createdAt: '2025-03-10T10:00:00.000Z' }],
      })
      expect(await store.listRecords('history')).toMatchObject([
        { analyzerKey: 'legacy', threadId: 'wrapped' },
        { analyzerKey: 'legacy', threadId: 'list', timestamp: '2025-03-11T09:00:00.000Z' },
      ])
      // What a row does not say is not made up.
      const [wrapped] = await store.listRecords('history')
      expect(Object.keys(wrapped ?? {})).not.toEqual(
        expect.arrayContaining(['timestamp', 'messageCount']),
      )
      await store.flushIndex()
      expect((await store.searchThreads({ words: 'louder' })).items).toHaveLength(1)
      await store.close()
    }
  })

  it('lists a row for each thread that it names, and erases it with any of them', async () => {
    const connectionString = server().url(await server().createDatabase())
    await query(
      connectionString,
      ...SEED.slice(0, 3),
      'ALTER TABLE analysis_history ADD COLUMN thread_ids TEXT[], ADD COLUMN threads JSONB',
      `INSERT INTO analysis_history (thread_ids, threads, timestamp, message_count) VALUES
         ('{list,wrapped,list}', NULL, '2025-03-12 09:00:00', 9),
         (NULL, '[{"id":"empty","message_count":0},"list"]', NULL, 5), (NULL, NULL, NULL, NULL)`,
    )
    const store = await openPostgresStore({ connectionString })
    const at = '2025-03-12T09:00:00.000Z'
    const listed = await store.listRecords('history')
    expect(
      listed.map(({ threadId, timestamp, messageCount }) => [threadId, timestamp, messageCount]),
    ).toEqual(
      expect.arrayContaining([
        ['empty', undefined, 0],
        ['list', undefined, undefined],
        ['list', at, undefined],
        ['wrapped', at, undefined],
      ]),
    )
    expect(listed).toHaveLength(4)
    await store.eraseThreads(['wrapped'])
    expect((await store.listRecords('history')).map(({ threadId }) => threadId).toSorted()).toEqual(
      ['empty', 'list', 'list'],
    )
    const rows = await query(connectionString, 'SELECT thread_ids FROM analysis_history')
    expect(rows).toHaveLength(2)
    await store.close()
  })

  it('refuses a table of something else and leaves it alone', async () => {
    const connectionString = server().url(await server().createDatabase())
    await query(connectionString, 'CREATE TABLE threads (id INTEGER, subject TEXT)')
    await expect(openPostgresStore({ connectionString })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      remedy: expect.stringContaining('PGSCHEMA') as unknown,
    })
    const columns = await query(
      connectionString,
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'threads'",
    )
    expect(columns).toHaveLength(2)
    const beside = await openPostgresStore({ connectionString, schema: 'hitcraft' })
    await beside.mergeThreads([smallThread(1)])
    expect(await beside.countThreads({})).toBe(1)
    await beside.close()
  })
})
