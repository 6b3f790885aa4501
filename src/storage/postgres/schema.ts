import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import { adoptRows } from './adopt.ts'
import type { Database, Sql } from './connection/database.ts'
import { fileAll } from './upkeep/file-all.ts'
import { LOST_USER } from './rows/facet-rows.ts'
import { EVERY_ID } from './rows/pending.ts'
import { IS_OURS } from './rows/thread-row.ts'

/**
 * Makes or brings up to date the tables, under a lock: safe to run at every open, by several processes at
 * once, and to be cut off. Tables made by the seed's own statements are adopted; a `threads` table
 * that is neither ours nor the seed's is refused untouched.
 */
export async function prepareSchema(db: Database): Promise<void> {
  const state = await stateOf(db)
  if (state === 'current') return
  const schema = db.table('hitcraft_schema')
  try {
    await db.writing(async (sql) => {
      if (state === 'old') await makeTables(db, sql)
      await adoptRows(sql)
      // The row stays: it knows of erases that are not done.
      await sql.rows(
        `INSERT INTO ${schema} (version) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM ${schema})`,
      )
      await sql.rows(
        `UPDATE ${schema} SET version = $1, threads = (SELECT count(*) FROM ${db.table('threads')}),
           filed = CASE WHEN version < $1 THEN '' ELSE filed END`,
        [SCHEMA_VERSION],
        'tables',
      )
    })
    await fileAll(db)
  } catch (error) {
    // Who may only read reads what is adopted; `doctor` tells what is not.
    if (state !== 'rows to adopt' || !isHitCraftError(error, 'PERMISSION')) throw error
  }
}

async function makeTables(db: Database, sql: Sql): Promise<void> {
  // Asked for first: creating one that is there needs a right on the database all the same.
  const [there] = await sql.rows('SELECT to_regnamespace($1) IS NOT NULL AS there', [
    `"${db.schema}"`,
  ])
  if (there?.['there'] !== true) await sql.rows(`CREATE SCHEMA "${db.schema}"`)
  await refuseForeignTable(db, sql)
  for (const statement of statements(db)) await sql.rows(statement, [], 'tables')
}

const SCHEMA_VERSION = 5

/** Tables made of the threads, which name each by its `id`. */
export const DERIVED = [
  'search',
  'unindexed',
  'pending',
  'analyzed',
  'facets',
  'prefix_keys',
] as const

/** A reader without the right to create tables must be able to open a store that is up to date. */
async function stateOf(db: Database): Promise<'current' | 'rows to adopt' | 'to be filed' | 'old'> {
  const [there] = await db.rows('SELECT to_regclass($1) IS NOT NULL AS there', [
    db.table('hitcraft_schema'),
  ])
  if (there?.['there'] !== true) return 'old'
  const [row] = await db.rows(`SELECT * FROM ${db.table('hitcraft_schema')}`)
  const version = Number(row?.['version'] ?? 0)
  if (version > SCHEMA_VERSION) {
    throw new HitCraftError('UNSUPPORTED', `${db.location} was written by a later version`, {
      remedy: 'Update this program.',
    })
  }
  if (version < SCHEMA_VERSION) return 'old'
  if (row?.['filed'] !== null) return 'to be filed'
  const [foreign] = await db.rows(
    `SELECT 1 AS n FROM ${db.table('threads')} WHERE NOT ${IS_OURS} LIMIT 1`,
  )
  return foreign === undefined ? 'current' : 'rows to adopt'
}

async function refuseForeignTable(db: Database, sql: Sql): Promise<void> {
  const rows = await sql.rows(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = $1 AND table_name = 'threads'`,
    [db.schema],
  )
  if (rows.length === 0) return
  const types = new Map(rows.map(({ name, type }) => [String(name), String(type)]))
  const isOurs =
    /char|text/.test(types.get('id') ?? '') && /^jsonb?$/.test(types.get('content') ?? '')
  if (isOurs) return
  throw new HitCraftError('UNSUPPORTED', `${db.location} has a table "threads" of something else`, {
    remedy: 'Set PGSCHEMA to a schema of its own, or name another database.',
  })
}

/** SHA-256 of a text, as hexadecimal digits. */
function sha256(text: string): string {
  return `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`
}

/** The seal of a row of records by its columns, as `recordSeal` makes it. */
export const RECORD_SEAL = sha256(
  ['kind', sha256('id'), sha256("coalesce(thread, '')"), sha256("coalesce(tag, '')"), 'body'].join(
    " || E'\\n' || ",
  ),
)

function statements(db: Database): string[] {
  const t = (name: string) => db.table(name)
  return [
    `CREATE TABLE IF NOT EXISTS ${t('threads')} (
       id VARCHAR PRIMARY KEY, content JSONB, created_at TIMESTAMP)`,
    `ALTER TABLE ${t('threads')} ALTER COLUMN id TYPE VARCHAR COLLATE "C"`,
    `ALTER TABLE ${t('threads')}
       ADD COLUMN IF NOT EXISTS body TEXT,
       ADD COLUMN IF NOT EXISTS last TEXT COLLATE "C" NOT NULL DEFAULT '',
       ADD COLUMN IF NOT EXISTS summary TEXT,
       ADD COLUMN IF NOT EXISTS content_hash TEXT COLLATE "C",
       ADD COLUMN IF NOT EXISTS body_hash TEXT COLLATE "C",
       ADD COLUMN IF NOT EXISTS as_of TEXT COLLATE "C" NOT NULL DEFAULT '',
       ADD COLUMN IF NOT EXISTS seal TEXT COLLATE "C",
       ADD COLUMN IF NOT EXISTS searchable BOOLEAN NOT NULL DEFAULT FALSE`,
    // lz4 where the server was built with it: several times faster than its default.
    `DO $$ BEGIN
       ALTER TABLE ${t('threads')} ALTER COLUMN content SET COMPRESSION lz4;
     EXCEPTION WHEN feature_not_supported THEN NULL; END $$`,
    `CREATE INDEX IF NOT EXISTS threads_newest ON ${t('threads')} (last DESC, id)`,
    // Opening asks for rows of others; without an index it would read the whole table.
    `DROP INDEX IF EXISTS ${t('threads_foreign')}`,
    `CREATE INDEX IF NOT EXISTS threads_unadopted ON ${t('threads')} (id) WHERE NOT ${IS_OURS}`,
    // Of threads that an earlier version wrote, as `threadSeal` makes it.
    `UPDATE ${t('threads')} SET seal = ${sha256("body_hash || E'\\n' || as_of || E'\\n' || id")}
     WHERE body_hash IS NOT NULL AND seal IS NULL`,
    `CREATE TABLE IF NOT EXISTS ${t('analysis_history')} (
       id SERIAL PRIMARY KEY, thread_id VARCHAR REFERENCES ${t('threads')}(id),
       timestamp TIMESTAMP, session_id VARCHAR, message_count INTEGER)`,
    `ALTER TABLE ${t('analysis_history')} ADD COLUMN IF NOT EXISTS entry_id TEXT COLLATE "C"`,
    `CREATE UNIQUE INDEX IF NOT EXISTS analysis_history_entry ON ${t('analysis_history')} (entry_id)`,
    `CREATE INDEX IF NOT EXISTS analysis_history_thread ON ${t('analysis_history')} (thread_id)`,
    // One row a facet of a thread, or of it under a key; in the order of lists.
    `CREATE TABLE IF NOT EXISTS ${t('facets')} (
       facet UUID NOT NULL, last TEXT COLLATE "C" NOT NULL, id VARCHAR COLLATE "C" NOT NULL,
       keyed BOOLEAN NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS facets_newest ON ${t('facets')} (facet, last DESC, id)`,
    `CREATE INDEX IF NOT EXISTS facets_id ON ${t('facets')} (id)`,
    // Until version 4 users had a table of their own; those who wrote in a thread are in its summary.
    `DO $$ BEGIN IF to_regclass('${t('thread_users')}') IS NOT NULL THEN
       INSERT INTO ${t('facets')}
         SELECT substr(${sha256(`E'\\n${LOST_USER}\\n' || user_id`)}, 1, 32)::uuid, last, id, FALSE
         FROM ${t('thread_users')} WHERE NOT present;
       DROP TABLE ${t('thread_users')};
     END IF; END $$`,
    `CREATE TABLE IF NOT EXISTS ${t('prefix_keys')} (
       key TEXT COLLATE "C", id VARCHAR COLLATE "C", whole BOOLEAN, PRIMARY KEY (key, id))`,
    `CREATE INDEX IF NOT EXISTS prefix_keys_id ON ${t('prefix_keys')} (id)`,
    `CREATE TABLE IF NOT EXISTS ${t('analyzer_keys')} (key TEXT COLLATE "C" PRIMARY KEY)`,
    // Of the keys of version 4 every pending thread has a row.
    `ALTER TABLE ${t('analyzer_keys')}
       ADD COLUMN IF NOT EXISTS upto TEXT COLLATE "C" NOT NULL DEFAULT '${EVERY_ID}',
       ADD COLUMN IF NOT EXISTS analyzed BIGINT NOT NULL DEFAULT 0`,
    `CREATE TABLE IF NOT EXISTS ${t('pending')} (
       key TEXT COLLATE "C", id VARCHAR COLLATE "C", PRIMARY KEY (key, id))`,
    `CREATE TABLE IF NOT EXISTS ${t('analyzed')} (
       key TEXT COLLATE "C", id VARCHAR COLLATE "C", last TEXT COLLATE "C" NOT NULL, labels TEXT NOT NULL,
       PRIMARY KEY (key, id))`,
    // Facets since version 5; their indexes go with them.
    `ALTER TABLE ${t('analyzed')} DROP COLUMN IF EXISTS outcome, DROP COLUMN IF EXISTS language,
       DROP COLUMN IF EXISTS topic`,
    `CREATE INDEX IF NOT EXISTS analyzed_newest ON ${t('analyzed')} (key, last DESC, id)`,
    `UPDATE ${t('analyzer_keys')} k SET analyzed =
       (SELECT count(*) FROM ${t('analyzed')} a WHERE a.key = k.key)`,
    `CREATE TABLE IF NOT EXISTS ${t('records')} (
       kind TEXT COLLATE "C", id TEXT COLLATE "C", thread VARCHAR COLLATE "C",
       tag TEXT COLLATE "C", body TEXT NOT NULL,
       PRIMARY KEY (kind, id))`,
    `ALTER TABLE ${t('records')} ADD COLUMN IF NOT EXISTS seal TEXT COLLATE "C"`,
    `UPDATE ${t('records')} SET seal = ${RECORD_SEAL} WHERE seal IS NULL`,
    // How many records of a kind there are: one that is taken away is missed.
    `CREATE TABLE IF NOT EXISTS ${t('record_counts')} (
       kind TEXT COLLATE "C" PRIMARY KEY, rows BIGINT NOT NULL)`,
    `INSERT INTO ${t('record_counts')} SELECT kind, count(*) FROM ${t('records')} GROUP BY kind
     ON CONFLICT DO NOTHING`,
    // Rows that did not hold and were replaced, as they were.
    `CREATE TABLE IF NOT EXISTS ${t('damaged')} (
       n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind TEXT NOT NULL,
       id TEXT COLLATE "C" NOT NULL, kept_at TIMESTAMPTZ NOT NULL, row TEXT NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS damaged_id ON ${t('damaged')} (id)`,
    `CREATE INDEX IF NOT EXISTS records_thread ON ${t('records')} (thread, kind) WHERE thread IS NOT NULL`,
    `CREATE TABLE IF NOT EXISTS ${t('search')} (
       id VARCHAR COLLATE "C", part INTEGER, tokens TSVECTOR, PRIMARY KEY (id, part))`,
    `CREATE TABLE IF NOT EXISTS ${t('unindexed')} (id VARCHAR COLLATE "C" PRIMARY KEY)`,
    `INSERT INTO ${t('unindexed')} SELECT id FROM ${t('threads')}
     WHERE NOT searchable AND ${IS_OURS} ON CONFLICT DO NOTHING`,
    `ALTER TABLE ${t('threads')} DROP COLUMN searchable, DROP COLUMN IF EXISTS n`,
    `CREATE INDEX IF NOT EXISTS search_tokens ON ${t('search')} USING GIN (tokens)`,
    // A thread has several parts only where its words do not fit one vector.
    `CREATE INDEX IF NOT EXISTS search_parts ON ${t('search')} (id) WHERE part > 0`,
    // Which worker analyzes what at the moment.
    `CREATE TABLE IF NOT EXISTS ${t('claims')} (
       key TEXT COLLATE "C" PRIMARY KEY, ledger TEXT NOT NULL)`,
    // How many threads there are stands here, so that no search has to count them.
    `CREATE TABLE IF NOT EXISTS ${t('hitcraft_schema')} (version INTEGER)`,
    // Erases so far, and how many of the first of them left no bytes: both only grow, so that of two
    // who erase at once neither takes the other's for done.
    `ALTER TABLE ${t('hitcraft_schema')}
       ADD COLUMN IF NOT EXISTS threads BIGINT NOT NULL DEFAULT 0,
       ADD COLUMN IF NOT EXISTS erases BIGINT NOT NULL DEFAULT 0,
       ADD COLUMN IF NOT EXISTS wiped BIGINT NOT NULL DEFAULT 0`,
    // Up to which id what follows from threads of an earlier version was made anew; null when it is done.
    `ALTER TABLE ${t('hitcraft_schema')} ADD COLUMN IF NOT EXISTS filed TEXT COLLATE "C"`,
  ]
}
