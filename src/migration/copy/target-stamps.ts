import { compareIds, justBefore } from '../../domain/values/ids.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { weightOf } from '../filling/holdings.ts'
import { stampOfWalked } from '../sources/whole-record.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { WalkedRecord, WholeRecord } from '../sources/walked-record.ts'
import type { WantedPage } from './wanted.ts'

/** What the writes of a page add to the sum of the kind's stamps; undefined where what they replace does not tell. */
export function changeOf(
  { kind, wanted }: WantedPage,
  writing: readonly WholeRecord[],
  there: ReadonlyMap<string, WalkedRecord>,
): bigint | undefined {
  const listed = new Map(wanted.map(({ id, stamp }) => [id, stamp]))
  let change = 0n
  if (kind === 'thread') return change
  for (const written of writing) {
    change += weightOf(stampOfWalked(kind, written))
    const replaced = there.get(written.id)
    if (replaced === undefined) continue
    const stamp = listed.get(replaced.id)
    if (stamp === undefined && !isWhole(replaced)) return undefined
    change -= weightOf(stamp ?? stampOfWalked(kind, replaced))
  }
  return change
}

/** Whether another has written a record of the target since its stamp was listed. One of an earlier layout is read as another. */
export async function isWrittenSince(
  to: ChatStore,
  { kind, id, ...before }: WholeRecord,
  stamp: string | undefined,
): Promise<boolean> {
  if (kind === 'thread' || stamp === undefined || stamp === '') return false
  if (stampOfWalked(kind, { kind, id, ...before }) === stamp) return false
  for await (const page of storeSource(to).stamps(kind, { after: justBefore(id) })) {
    const now = page.find((one) => one.id === id)
    if (now !== undefined) return now.stamp !== stamp
    if (page.some((one) => compareIds(one.id, id) > 0)) break
  }
  return true
}
