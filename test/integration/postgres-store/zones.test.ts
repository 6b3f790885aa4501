import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { query } from '../../services/postgres.ts'
import { smallThread } from './threads.ts'
import { onPostgres } from './on-server.ts'

// The seed's columns have no zone: they are UTC, whatever the server, the database or this machine say.
onPostgres('times without a zone', { settings: ['timezone=Asia/Tokyo'] }, (server) => {
  it('are read and written as UTC under any zone', async () => {
    const database = await server().createDatabase()
    const url = server().url(database)
    await query(url, `ALTER DATABASE ${database} SET timezone = 'America/Caracas'`)
    await query(
      url,
      'CREATE TABLE threads (id VARCHAR PRIMARY KEY, content JSONB, created_at TIMESTAMP)',
      `CREATE TABLE analysis_history (id SERIAL PRIMARY KEY,
         thread_id VARCHAR REFERENCES threads(id), timestamp TIMESTAMP, session_id VARCHAR,
         message_count INTEGER)`,
      "INSERT INTO threads VALUES ('old', '[]', '2025-03-10 23:30:00')",
      `INSERT INTO analysis_history (thread_id, timestamp, session_id, message_count)
         VALUES ('old', '2025-03-10 23:30:00.25', 's', 3), ('old', NULL, NULL, NULL)`,
    )
    const store = await openPostgresStore({ connectionString: url })
    const history = await store.listRecords('history')
    expect(history.map(({ timestamp, messageCount }) => [timestamp, messageCount])).toEqual([
      [undefined, undefined],
      ['2025-03-10T23:30:00.250Z', 3],
    ])
    await store.mergeThreads([smallThread(1)])
    const first = (await store.getThread('t000001'))?.messages[0]?.createdAt
    const [row] = await query(
      url,
      'SELECT to_char(created_at, \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') AS at FROM threads WHERE id = \'t000001\'',
    )
    expect(row?.['at']).toBe(first)
    await store.close()
  })
})
