import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import { encodeKey } from '../../../../domain/values/ids.ts'
import { isJsonObject, jsonFrom } from '../../../../domain/values/json.ts'
import type { JsonObject } from '../../../../domain/values/json.ts'
import { threadRow } from '../../catalog/thread-row.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import { decodeBody } from '../../thread-body.ts'
import { FRAME, isFrame } from '../disk/log.ts'
import type { Frame, Gap } from '../disk/log.ts'
import { recordOf } from '../disk/record-files.ts'
import { acknowledgedEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { isTexts, storedTexts } from '../../../core/stored-json.ts'

/** Ids whose words may still lie somewhere. They go from here when that is no longer so. */
export const ERASING = 'erasing'

/** Whether an erasure is under way, of a thread or at all. */
export function isErasing(catalog: BaseContext['catalog'], id?: string): boolean {
  const ids = storedTexts(catalog.meta(ERASING) ?? '[]')
  return id === undefined ? ids.length > 0 : ids.includes(id)
}

/** What an erasure means for the catalog. */
export function forgetThreads(
  { catalog, writer }: Pick<BaseContext, 'catalog' | 'writer'>,
  ids: readonly string[],
): void {
  for (const id of ids) writer.forget(id)
  const known = storedTexts(catalog.meta(ERASING) ?? '[]')
  catalog.setMeta(ERASING, JSON.stringify([...known, ...ids]))
}

/**
 * Shows in the catalog what a segment holds from a place on, but for threads that were erased: the segment
 * may be one that somebody put back. Records about them are left to `forgetBuried`.
 *
 * @returns where its last frame ends
 */
export function replay(context: BaseContext, segment: number, from: number): number {
  const erased = new TombstoneIndex(context.catalog)
  let end = from
  for (const piece of context.log.scan(segment, from)) {
    if (!isFrame(piece)) continue
    apply(context, segment, piece, erased)
    end = piece.end
  }
  return end
}

/**
 * What of a segment is lost: bytes that were acknowledged, or that frames lie behind, and are no frame. A
 * gap that begins where the segment ends is what is missing of it.
 *
 * @param take is given each frame on the way, so that whoever wants both reads the segment once
 */
export function gapsOf(
  context: BaseContext,
  segment: number,
  take: (frame: Frame) => void = () => undefined,
): Gap[] {
  const size = context.log.size(segment)
  const acknowledged = acknowledgedEnd(context, segment)
  const gaps: Gap[] = []
  for (const piece of context.log.scan(segment)) {
    if (isFrame(piece)) take(piece)
    else if (piece.end < size || piece.offset < acknowledged) gaps.push(piece)
  }
  return size < acknowledged ? [...gaps, { offset: size, end: acknowledged }] : gaps
}

export function jsonOf({ payload }: Frame): JsonObject {
  const value = jsonFrom(payload.toString('utf8'))
  return isJsonObject(value) ? value : {}
}

function apply(context: BaseContext, segment: number, frame: Frame, erased: TombstoneIndex): void {
  const { writer, catalog } = context
  const { type, payload, offset } = frame
  if (type === FRAME.thread) {
    try {
      const { thread, hash } = decodeBody(payload, 'the log')
      const place = { segment, offset, length: payload.length }
      if (erased.holds(thread)) forgetThreads(context, [thread.id])
      else writer.thread(threadRow(thread, hash), place)
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
    }
    return
  }
  const value = jsonOf(frame)
  if (type === FRAME.record) {
    const line = recordOf(value)
    if (line !== undefined) writer.record(line.kind, line.record)
  } else if (type === FRAME.sighting) {
    const { id, asOf } = value
    if (typeof id === 'string' && typeof asOf === 'string') writer.sighting(id, asOf)
  } else if (type === FRAME.erase) {
    const ids = isTexts(value['ids']) ? value['ids'] : []
    forgetThreads(context, ids)
    for (const id of ids) catalog.run('DELETE FROM unsynced WHERE id = ?', encodeKey(id))
  }
}
