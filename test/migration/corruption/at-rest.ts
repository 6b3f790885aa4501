/** One corruption of a store's own tables, and by what it must be told. */
export interface AtRest {
  readonly title: string
  /** Statements or calls, run with the store's own tools. */
  readonly harm: string | readonly string[]
  /** Ids that differences may name: the thread's, and records of it. */
  readonly ids: readonly string[]
  /** What one of the differences must say, `problem field`. */
  readonly told: RegExp
}

const T1 = "id = 't1'"

/** The same statements in both. */
const IN_BOTH: readonly AtRest[] = [
  {
    title: 'a thread is listed at another time',
    harm: `UPDATE threads SET last = '2031-01-01T00:00:00.000Z' WHERE ${T1}`,
    ids: ['t1'],
    told: /order: newest|list by time/,
  },
  {
    title: 'an analyzed thread counts as pending',
    harm: `DELETE FROM analyzed WHERE ${T1}`,
    ids: ['t1', ''],
    told: /list row: analysis/,
  },
]

/** What follows from the records, made stale in the catalog of files and buckets. */
export const CATALOG: readonly AtRest[] = [
  ...IN_BOTH,
  {
    title: 'a list row says another preview',
    harm: `UPDATE threads SET summary = json_set(summary, '$.preview', 'x') WHERE ${T1}`,
    ids: ['t1'],
    told: /list row: preview/,
  },
  {
    title: 'the type of a count in a list row is another',
    harm: `UPDATE threads SET summary = json_set(summary, '$.messageCount', '2') WHERE ${T1}`,
    ids: ['t1', ''],
    told: /list row: cannot be read/,
  },
  {
    title: 'a facet is taken from a thread',
    harm: `DELETE FROM facets WHERE ${T1} AND facet IN (SELECT n FROM facet_values WHERE name = 'outcome')`,
    ids: ['t1'],
    told: /facet outcome/,
  },
  {
    title: 'a thread has a facet that is of another',
    harm: `INSERT INTO facets SELECT n, (SELECT last FROM threads WHERE ${T1}), 't1' FROM facet_values
      WHERE name = 'outcome' AND n NOT IN (SELECT facet FROM facets WHERE ${T1}) LIMIT 1`,
    ids: ['t1'],
    told: /facet outcome/,
  },
  {
    title: 'two threads have one facet of each other',
    harm: [
      "CREATE TABLE was AS SELECT f.* FROM facets f JOIN facet_values v ON v.n = f.facet WHERE v.name = 'language' AND f.id IN ('t1', 't2')",
      'DELETE FROM facets WHERE (facet, id) IN (SELECT facet, id FROM was)',
      "INSERT INTO facets SELECT facet, (SELECT last FROM was o WHERE o.id <> w.id), iif(id = 't1', 't2', 't1') FROM was w",
      'DROP TABLE was',
    ],
    ids: ['t1', 't2'],
    told: /facet language/,
  },
  {
    title: 'the labels of a thread are stale',
    harm: `UPDATE analyzed SET labels = json_set(labels, '$.outcome', 'abandoned') WHERE ${T1}`,
    ids: ['t1'],
    told: /list row: analysis\.outcome/,
  },
  {
    title: 'a thread cannot be found by its words',
    harm: `DELETE FROM search WHERE rowid = (SELECT n FROM threads WHERE ${T1})`,
    ids: ['t1'],
    told: /search/,
  },
  {
    title: 'a thread is found by the words of another',
    harm: [
      `DELETE FROM search WHERE rowid = (SELECT n FROM threads WHERE ${T1})`,
      `INSERT INTO search (rowid, tokens) SELECT n, 'aquestion2 anumber2' FROM threads WHERE ${T1}`,
    ],
    ids: ['t1'],
    told: /search/,
  },
  {
    title: 'the counter of threads is off',
    harm: "UPDATE counters SET n = n + 1 WHERE name = 'threads'",
    ids: [''],
    told: /count of the search index/,
  },
  {
    title: 'the counter of analyzed threads is off',
    harm: "UPDATE counters SET n = n - 1 WHERE name LIKE 'analyzed %'",
    ids: [''],
    told: /count of what is to be analyzed/,
  },
  {
    title: 'a thread counts as one that the index lacks',
    harm: `UPDATE threads SET searchable = 0 WHERE ${T1}`,
    ids: ['', 't1'],
    told: /search index/,
  },
]

/** The same in PostgreSQL. */
export const POSTGRES: readonly AtRest[] = [
  ...IN_BOTH,
  {
    title: 'a list row says another preview',
    harm: `UPDATE threads SET summary = replace(summary, 'question1', 'question2') WHERE ${T1}`,
    ids: ['t1'],
    told: /list row: preview/,
  },
  {
    title: 'the facets of a thread are taken away',
    harm: `DELETE FROM facets WHERE ${T1}`,
    ids: ['t1'],
    told: /facet outcome/,
  },
  {
    title: 'a thread has the facets of another beside its own',
    harm: `INSERT INTO facets SELECT facet, (SELECT last FROM threads WHERE ${T1}), 't1', keyed FROM facets WHERE id = 't2'`,
    ids: ['t1'],
    told: /facet (outcome|user)/,
  },
  {
    title: 'the labels of a thread are stale',
    harm: `UPDATE analyzed SET labels = replace(labels, 'unresolved', 'abandoned') WHERE ${T1}`,
    ids: ['t1'],
    told: /list row: analysis\.outcome/,
  },
  {
    title: 'a pending thread is not told of',
    harm: "DELETE FROM pending WHERE id = 't5'",
    ids: ['t5', ''],
    told: /pending/,
  },
  {
    title: 'a thread cannot be found by its words',
    harm: `DELETE FROM search WHERE ${T1}`,
    ids: ['t1'],
    told: /search/,
  },
  {
    title: 'the tokens of two threads are exchanged',
    harm: `UPDATE search s SET tokens = o.tokens FROM search o
      WHERE s.id IN ('t1', 't2') AND o.id IN ('t1', 't2') AND o.id <> s.id`,
    ids: ['t1', 't2'],
    told: /search/,
  },
  {
    title: 'the counter of threads is off',
    harm: 'UPDATE hitcraft_schema SET threads = threads + 1',
    ids: [''],
    told: /count of the search index/,
  },
  {
    title: 'the counter of analyzed threads is off',
    harm: 'UPDATE analyzer_keys SET analyzed = analyzed - 1',
    ids: [''],
    told: /count of what is to be analyzed/,
  },
]
