import { BatchReader } from '../sources/read-in-batches.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { byId, bytesOf } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { readWanted } from './read-wanted.ts'
import type { WantedPage } from './wanted.ts'

/** A page with what the source has of it. */
export interface SourcePage extends WantedPage {
  /** By id, but for what was read to know what is wanted; what was erased there meanwhile is not in it. */
  readonly here: ReadonlyMap<string, WalkedRecord>
  /** About as many as its records take. */
  readonly bytes: number
}

/**
 * Reads the records of pages, one page after another, so that of records that are suddenly large no more than a batch is read
 * before that is known. Pages of threads that take more than a megabyte are cut there.
 */
export async function* sourcePages(
  from: RecordSource,
  pages: AsyncIterable<WantedPage>,
): AsyncGenerator<SourcePage> {
  const reader = new BatchReader(from)
  for await (const page of pages) {
    let left = page
    do {
      const read = await readFrom(from, reader, left)
      yield read
      left = without(left, read.wanted.length)
    } while (left.wanted.length > 0)
  }
}

async function readFrom(
  from: RecordSource,
  reader: BatchReader,
  page: WantedPage,
): Promise<SourcePage> {
  const walked = page.wanted.flatMap(({ walked: one }) => one ?? [])
  // Each has its own: an archive may have an id twice.
  if (walked.length > 0) return { ...withRecords(page, walked), here: new Map() }
  if (page.kind !== 'thread') return withRecords(page, await readWanted(from, page, page.wanted))
  const ids = page.wanted.map(({ id }) => id)
  const batch = await reader.next('thread', ids)
  const wanted = page.wanted.slice(0, batch.ids.length)
  return withRecords({ ...page, wanted }, batch.records)
}

/** A page, and what was read of it. */
export function withRecords(page: WantedPage, records: readonly WalkedRecord[]): SourcePage {
  const bytes = records.reduce((sum, record) => sum + bytesOf(record), 0)
  return { ...page, here: byId(records), bytes }
}

/** What is left of a page behind its first records. What lies between them was told with those. */
function without(page: WantedPage, first: number): WantedPage {
  const after = page.wanted[first - 1]?.id ?? page.after
  const wanted = page.wanted.slice(first)
  return {
    kind: page.kind,
    wanted,
    equal: 0,
    onlyThere: 0,
    ...(after === undefined ? {} : { after }),
  }
}
