import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from } from 'pg-copy-streams'

export type CopyValue = string | number | boolean | null | undefined

/** Characters sent at once. */
const CHUNK = 128 * 1024

/**
 * Adds rows by `COPY`: the server parses no statement for them, and takes in the first while the last are
 * still being written here.
 *
 * @param table quoted, with the columns that are given
 * @param rows each the values of these columns; null and undefined are NULL
 */
export async function copyRows(
  client: PoolClient,
  table: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await pipeline(Readable.from(chunksOf(rows)), client.query(from(`COPY ${table} FROM STDIN`)))
}

function* chunksOf(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    chunk += `${row.map(fieldOf).join('\t')}\n`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** PostgreSQL manual, COPY, "Text Format". */
function fieldOf(value: CopyValue): string {
  if (value === null || value === undefined) return String.raw`\N`
  if (typeof value !== 'string') return String(value)
  return value.replaceAll(/[\\\n\r\t]/g, (char) => ESCAPES[char] ?? char)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
}
