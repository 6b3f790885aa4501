import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { lastOf } from './bare-store.ts'
import type { OpenBare } from './bare-store.ts'

/** COPY into a `jsonb` table with an index by time. */
export const openBarePostgres: OpenBare = async ({ url }) => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `CREATE TABLE bare (id TEXT COLLATE "C" PRIMARY KEY, content JSONB, last TEXT COLLATE "C",
       hash TEXT, summary TEXT)`,
  )
  await client.query('ALTER TABLE bare ALTER content SET COMPRESSION lz4')
  await client.query('CREATE INDEX ON bare (last DESC, id)')
  await client.query('CREATE TABLE bare_pending (id TEXT COLLATE "C" PRIMARY KEY)')
  const escape = (text: string) => text.replace(/[\\\n\t]/g, (char) => `\\${char}`)
  const copy = (table: string, lines: string[]) =>
    pipeline(Readable.from(lines), client.query(copyFrom(`COPY ${table} FROM STDIN`)))
  return {
    how: 'COPY into a jsonb table',
    async write(threads) {
      await copy(
        'bare (id, content, last, hash, summary)',
        threads.map((one) => {
          const summary = escape(JSON.stringify(summarize(one)))
          const content = escape(JSON.stringify(one))
          return `${one.id}\t${content}\t${lastOf(one)}\t${one.contentHash}\t${summary}\n`
        }),
      )
      await copy(
        'bare_pending (id)',
        threads.map(({ id }) => `${id}\n`),
      )
    },
    read: (id) => client.query('SELECT content FROM bare WHERE id = $1', [id]),
    page: (before) =>
      client.query(
        'SELECT id, last, summary FROM bare WHERE last < $1 ORDER BY last DESC, id LIMIT 50',
        [before],
      ),
    pending: (after) =>
      client.query(
        `WITH page AS MATERIALIZED
           (SELECT id FROM bare_pending WHERE id > $1 ORDER BY id LIMIT 10)
         SELECT p.id, t.hash, t.summary FROM page p JOIN bare t ON t.id = p.id ORDER BY p.id`,
        [after],
      ),
    close: () => client.end(),
  }
}
