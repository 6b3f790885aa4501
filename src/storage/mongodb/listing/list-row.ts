import type { Document } from 'mongodb'
import { encodeKey } from '../../../domain/values/ids.ts'
import { corrupt } from '../../core/damaged.ts'
import type { ListRow } from '../../core/lists/thread-lists.ts'
import { textField } from '../documents/packed.ts'
import { pieceOf } from '../documents/thread-bodies.ts'
import { ownOf, projectionOf, refOf } from '../documents/thread-fields.ts'

export const LIST_ROW = projectionOf('last', 'summary')
export const LIST_ROW_WITH_LABELS = projectionOf('last', 'summary', 'labels')

/** @throws HitCraftError CORRUPT where its labels cannot be told */
export function listRowOf(document: Document, analyzerKey: string | undefined): ListRow {
  const { last, summary } = ownOf(document)
  const labels =
    analyzerKey === undefined ? undefined : labelsOf(document).get(encodeKey(analyzerKey))
  return {
    id: refOf(document).id,
    last: textField(last),
    summary: textField(summary),
    labels: labels ?? null,
  }
}

/**
 * The labels of a thread under each analyzer key (encoded) under which it is analyzed.
 * @throws HitCraftError CORRUPT
 */
export function labelsOf(document: Document): ReadonlyMap<string, string> {
  const { labels } = ownOf(document)
  if (!Array.isArray(labels)) throw corrupt(pieceOf(refOf(document).id), 'has no labels')
  return new Map(
    labels.map((each: unknown) => {
      const { key, labels: text }: Readonly<Record<string, unknown>> = { ...Object(each) }
      return [textField(key), textField(text)]
    }),
  )
}
