import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../chat-store.ts'
import type { FileContext } from './file-context.ts'
import { forgetThreads } from './eraser.ts'
import { FRAME } from './disk/log.ts'
import type { Frame } from './disk/log.ts'
import { parseRecordLine, readLines, recordFiles } from './disk/record-files.ts'
import { decodeBody } from '../thread-body.ts'
import { threadRow } from '../catalog/thread-row.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'

type Context = Omit<FileContext, 'wake'>

const BOOT_ID = '/proc/sys/kernel/random/boot_id'

/** The machine's run: after another one, files that were never synced may have lost their content. */
function bootId(): string {
  return existsSync(BOOT_ID) ? readFileSync(BOOT_ID, 'utf8').trim() : `unknown ${Math.random()}`
}

/**
 * Brings the catalog up to what the log and the files hold: replays what a dead process left in the
 * log, or fills a catalog that is new or behind from scratch.
 */
export async function recover(context: Context): Promise<void> {
  const { catalog, log } = context
  const oldest = log.segments()[0]
  const known = Number(catalog.meta('log segment') ?? 0)
  // A segment goes only after the catalog was told; one that expects a segment from before is behind.
  const isBehind = oldest !== undefined && known !== 0 && known < oldest
  if (catalog.isNew || known === 0 || isBehind) {
    await rebuild(context)
    return
  }
  await catalog.write(() => {
    const boot = bootId()
    const sameBoot = catalog.meta('boot') === boot
    replay(context, sameBoot ? { segment: known, end: Number(catalog.meta('log end')) } : undefined)
    catalog.setMeta('boot', boot)
  })
}

/** Fills the catalog anew from thread files, record files, sightings and the log. */
export async function rebuild(context: Context, options: UpkeepOptions = {}): Promise<void> {
  const { catalog } = context
  await catalog.write(() => {
    const keys = catalog.all('SELECT key FROM analyzer_keys').map((row) => String(row['key']))
    for (const table of [
      'threads',
      'thread_users',
      'prefix_keys',
      'pending',
      'analyzed',
      'unsynced',
    ]) {
      catalog.run(`DELETE FROM ${table}`)
    }
    for (const table of ['records', 'analyzer_keys', 'meta', 'search'])
      catalog.run(`DELETE FROM ${table}`)
    takeRecords(context)
    takeThreads(context, options)
    takeSightings(context)
    replay(context, undefined)
    for (const key of keys) context.writer.analyzerKey(key)
    catalog.setMeta('boot', bootId())
  })
}

function takeThreads(context: Context, { signal, onProgress }: UpkeepOptions): void {
  const { fs, layout, writer } = context
  const erased = new TombstoneIndex(context.catalog)
  const folder = layout.folders.threads
  const names = fs.list(folder).filter((name) => name.endsWith('.json'))
  for (const [index, name] of names.entries()) {
    if (signal?.aborted === true) {
      throw new HitCraftError('INTERRUPTED', 'the catalog was left as it was')
    }
    try {
      const { thread, hash } = decodeBody(fs.read(join(folder, name)), name)
      // A file that an unfinished erasure left behind goes now.
      if (erased.holds(thread)) forgetThreads(context, [thread.id])
      else if (join(folder, name) === layout.threadFile(thread.id)) {
        writer.thread(threadRow(thread, hash), undefined)
      }
    } catch (error) {
      // What no longer hashes is not taken for a thread; it stays where it is.
      if (!isHitCraftError(error, 'CORRUPT')) throw error
    }
    onProgress?.(index + 1, names.length)
  }
}

function takeRecords({ fs, layout, writer }: Context): void {
  for (const path of recordFiles(layout, fs)) {
    for (const text of readLines(fs, path)) {
      const line = parseRecordLine(text)
      if (line !== undefined) writer.record(line.kind, line.record as RecordTypes[RecordKind])
    }
  }
}

function takeSightings({ fs, layout, writer }: Context): void {
  for (const text of readLines(fs, layout.sightings)) {
    const seen = parseSighting(text)
    if (seen !== undefined) writer.sighting(seen.id, seen.asOf)
  }
}

/** @returns undefined for a line that was cut short, which was never acknowledged */
function parseSighting(line: string): { id: string; asOf: string } | undefined {
  try {
    return JSON.parse(line) as { id: string; asOf: string }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Shows what the log holds, from a place on or from its beginning. */
function replay(context: Context, from: { segment: number; end: number } | undefined): void {
  const { catalog, log } = context
  let last = from ?? { segment: Math.max(1, Number(catalog.meta('log segment') ?? 1)), end: 0 }
  for (const segment of log.segments()) {
    if (from !== undefined && segment < from.segment) continue
    const start = segment === from?.segment ? from.end : 0
    let end = start
    for (const frame of log.frames(segment, start)) {
      apply(context, segment, frame)
      end = frame.end
    }
    last = { segment, end }
  }
  catalog.setMeta('log segment', String(last.segment))
  catalog.setMeta('log end', String(last.end))
}

function apply(context: Context, segment: number, frame: Frame): void {
  const { writer } = context
  const { type, payload, offset } = frame
  if (type === FRAME.thread) {
    const { thread, hash } = decodeBody(payload, 'the log')
    writer.thread(threadRow(thread, hash), { segment, offset, length: payload.length })
    return
  }
  const value: unknown = JSON.parse(payload.toString('utf8'))
  if (type === FRAME.record) {
    const line = parseRecordLine(payload.toString('utf8'))
    if (line !== undefined) writer.record(line.kind, line.record as RecordTypes[RecordKind])
  } else if (type === FRAME.sighting) {
    const { id, asOf } = value as { id: string; asOf: string }
    writer.sighting(id, asOf)
  } else if (type === FRAME.erase) {
    forgetThreads(context, (value as { ids: string[] }).ids)
  }
}
