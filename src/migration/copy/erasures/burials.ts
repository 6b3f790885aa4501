import { tombstoneId } from '../../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import type { RecordSource } from '../../sources/record-source.ts'
import { isWhole, recordsIn } from '../../sources/walked-record.ts'

/** Whether a name was erased. */
export type IsBuried = (name: TombstoneName) => boolean

/** Whether a side buried a name; undefined where it buried nothing. */
export async function burials(
  from: Pick<RecordSource, 'walk'>,
  signal?: AbortSignal,
): Promise<IsBuried | undefined> {
  const ids = new Set<string>()
  const keys = new Set<string>()
  for await (const page of from.walk('tombstone', signal === undefined ? {} : { signal })) {
    for (const { id, key } of recordsIn('tombstone', page.filter(isWhole))) {
      ids.add(id)
      keys.add(key)
    }
  }
  if (ids.size === 0) return undefined
  return ({ what, name }) => keys.values().some((key) => ids.has(tombstoneId(key, what, name)))
}
