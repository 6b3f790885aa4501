import { textsOf } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { indexTokens } from '../../../domain/search/search-tokens.ts'

/** Raised whenever the tables change: a catalog of another version is rebuilt. */
export const CATALOG_VERSION = 4

/**
 * The catalog. It holds nothing that the files, or the objects of a bucket, do not hold: it may be
 * deleted. Where a body lies is in `segment`, `offset` and `length` while the log of the file backend
 * holds it, in `etag` for an object. `packs` and `strays` are objects of a bucket that were taken in:
 * records, and thread objects under other names than their threads'. `claims` are the ledgers of the file
 * backend; in a bucket they are objects.
 *
 * `facets` lists threads under each facet in the order of lists; a facet is a number there and a key, name
 * and value in `facet_values`. `analyzed` says of a thread and analyzer key what list rows show, and under
 * which facets the thread stands for it (`threads.facets`: for the thread itself). Pending is what is not
 * there: `ThreadStates` says how it is found.
 *
 * `records` is no table `WITHOUT ROWID`: bodies of a kilobyte would lie in the index of its key, four to a page.
 */
export const CATALOG_SCHEMA = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE threads (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  last TEXT NOT NULL,
  summary TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  as_of TEXT,
  segment INTEGER, offset INTEGER, length INTEGER, etag TEXT,
  searchable INTEGER NOT NULL DEFAULT 0,
  facets TEXT NOT NULL,
  changed INTEGER NOT NULL
);
CREATE INDEX threads_newest ON threads (last DESC, id);
CREATE INDEX threads_changed ON threads (changed);
CREATE INDEX threads_unsearchable ON threads (n) WHERE searchable = 0;
CREATE INDEX threads_unsettled ON threads (segment, n) WHERE segment IS NOT NULL;
CREATE TABLE unsynced (segment INTEGER NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (segment, id)) WITHOUT ROWID;
CREATE TABLE facet_values (n INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL,
  value TEXT NOT NULL, UNIQUE (key, name, value));
CREATE TABLE facets (facet INTEGER NOT NULL, last TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (facet, last DESC, id)) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE prefix_keys (key TEXT NOT NULL, id TEXT NOT NULL, whole INTEGER NOT NULL,
  PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX prefix_keys_id ON prefix_keys (id);
CREATE TABLE analyzed (id TEXT NOT NULL, key TEXT NOT NULL, labels TEXT NOT NULL, facets TEXT NOT NULL,
  PRIMARY KEY (id, key)) WITHOUT ROWID;
CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, thread TEXT, body TEXT NOT NULL,
  PRIMARY KEY (kind, id));
CREATE INDEX records_thread ON records (thread, kind) WHERE thread IS NOT NULL;
CREATE TABLE claims (key TEXT PRIMARY KEY, ledger TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE packs (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE strays (name TEXT PRIMARY KEY, etag TEXT NOT NULL, id TEXT) WITHOUT ROWID;
CREATE INDEX strays_id ON strays (id) WHERE id IS NOT NULL;
CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, detail=none,
  tokenize='ascii');
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
`

/** What a rebuild makes anew. The objects of a bucket that were taken in are of another catalog. */
export const REBUILT_TABLES = [
  'threads',
  'facet_values',
  'facets',
  'counters',
  'prefix_keys',
  'analyzed',
  'unsynced',
  'records',
  'meta',
  'search',
] as const

/** A thread's search tokens as one text for the search table. */
export function searchText(thread: Thread): string {
  const texts = thread.messages.flatMap((message) => textsOf(message.content))
  return [...indexTokens(texts)].map(ftsToken).join(' ')
}

/** A search token as the ASCII tokenizer keeps it whole, so that a prefix stays a prefix. */
export function ftsToken(token: string): string {
  if (/^[a-z0-9]+$/.test(token)) return `a${token}`
  let out = 'u'
  for (let i = 0; i < token.length; i++) out += token.charCodeAt(i).toString(16).padStart(4, '0')
  return out
}
