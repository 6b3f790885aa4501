import { query } from '../postgres.ts'
import type { Harm } from './harm.ts'

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Tables with the truth: what is made of it (lists, search, states, users) is not harmed here. */
const TABLES = ['threads', 'records', 'analysis_history'] as const

/** Each column of the truth changed or emptied, rows deleted, renamed, swapped, by SQL. */
export async function postgresHarms(url: string): Promise<Harm[]> {
  // Rows that others refer to could not be touched at all.
  await query(url, 'ALTER TABLE analysis_history DROP CONSTRAINT analysis_history_thread_id_fkey')
  for (const table of TABLES) await query(url, `CREATE TABLE was_${table} AS TABLE ${table}`)
  const undo = () =>
    query(
      url,
      ...TABLES.flatMap((table) => [
        `DELETE FROM ${table}`,
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM was_${table}`,
      ]),
    )
  const harm = (what: string, names: string, statement: string, thread?: string): Harm => ({
    what: `${what}: ${statement.slice(0, 120)}`,
    names,
    ...(thread === undefined ? {} : { thread }),
    do: () => query(url, statement),
    undo,
  })
  const ids = (await query(url, 'SELECT id FROM threads ORDER BY id')).map(({ id }) => String(id))
  const records = await query(
    url,
    'SELECT DISTINCT ON (kind) kind, id FROM records ORDER BY kind, id',
  )
  const [first = '', second = ''] = ids
  const last = ids.at(-1) ?? ''
  const one = ` WHERE id = ${literal(first)}`
  const changes = [
    "content = jsonb_set(content, '{messages,0,role}', '\"other\"')",
    "content = content - 'messages'",
    'content = \'"x"\'',
    'content = NULL',
    "body = 'x'",
    "body_hash = repeat('0', 64)",
    'body_hash = NULL',
    "as_of = '2099-01-01T00:00:00.000Z'",
    "seal = repeat('0', 64)",
    'seal = NULL',
  ]
  const swap = (other: string, columns: readonly string[]) =>
    `UPDATE threads t SET ${columns.map((name) => `${name} = o.${name}`).join(', ')}
     FROM was_threads o WHERE (t.id, o.id) IN ((${literal(first)}, ${literal(other)}), (${literal(other)}, ${literal(first)}))`
  const whole = [
    'content',
    'body',
    'content_hash',
    'body_hash',
    'as_of',
    'summary',
    'last',
    'created_at',
  ]
  return [
    ...changes.map((set) => harm('thread', first, `UPDATE threads SET ${set}${one}`, first)),
    harm('thread', first, `DELETE FROM threads${one}`, first),
    harm('thread', 'renamed', `UPDATE threads SET id = 'renamed'${one}`, first),
    harm('near threads', first, swap(second, whole), first),
    harm('far threads', first, swap(last, [...whole, 'seal']), first),
    ...records.flatMap((row) => {
      const [kind, id] = [String(row['kind']), String(row['id'])]
      const where = ` WHERE kind = ${literal(kind)} AND id = ${literal(id)}`
      return [
        "body = replace(body, ':', ': ')",
        "body = '{'",
        'body = left(body, length(body) / 2)',
        "tag = coalesce(tag, '') || 'x'",
        "thread = 'x'",
        "seal = repeat('0', 64)",
        'seal = NULL',
        "id = id || 'x'",
        "kind = 'other'",
      ].map((set) => harm(kind, namesAfter(set, id), `UPDATE records SET ${set}${where}`))
    }),
    ...records.map((row) => {
      const [kind, id] = [String(row['kind']), String(row['id'])]
      const where = `kind = ${literal(kind)} AND id = ${literal(id)}`
      return harm(kind, `kind ${kind}|${id}`, `DELETE FROM records WHERE ${where}`)
    }),
    harm(
      'analyses',
      first,
      `UPDATE records r SET (body, tag, seal) = (SELECT body, tag, seal FROM was_records o
       WHERE o.kind = 'analysis' AND o.id <> r.id LIMIT 1) WHERE kind = 'analysis' AND thread = ${literal(first)}`,
    ),
  ]
}

function namesAfter(set: string, id: string): string {
  if (set.startsWith('kind')) return 'other'
  return set.startsWith('id') ? `${id}x` : id
}

/** Takes away what was kept to put things right. */
export function forgetHarms(url: string): Promise<unknown> {
  return query(url, ...TABLES.map((table) => `DROP TABLE was_${table}`))
}
