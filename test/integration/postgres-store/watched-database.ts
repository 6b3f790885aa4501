import type { QueryResultRow } from 'pg'
import { Database } from '../../../src/storage/postgres/connection/database.ts'
import type { Row } from '../../../src/storage/postgres/connection/database.ts'

export interface WatchedStatement {
  /** The statement and its plan. */
  readonly plan: string
  /** Blocks of 8 KB that it looked at. */
  readonly blocks: number
}

/** Explains every statement that goes through it, with its values, before it runs it. */
export class WatchedDatabase extends Database {
  readonly seen: WatchedStatement[] = []

  override async rows<R extends QueryResultRow = Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<R[]> {
    const rows = await super.rows(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values)
    const lines = rows.map((row) => String(row['QUERY PLAN']))
    const [, hit = 0, read = 0] =
      /shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(
        lines.find((line) => line.includes('Buffers:')) ?? '',
      ) ?? []
    this.seen.push({ plan: `${text}\n${lines.join('\n')}`, blocks: Number(hit) + Number(read) })
    return super.rows<R>(text, values)
  }
}
