import type { Damage } from '../../../chat-store.ts'
import { knownSegments } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { gapsOf } from '../recovery/replay.ts'

/** What of the log is lost: bytes that do not check, segments that are too short or gone. */
export function examineLog(context: BaseContext): Damage[] {
  const { log } = context
  return knownSegments(context).flatMap((segment) => {
    const size = log.size(segment)
    return gapsOf(context, segment).map(({ offset, end }): Damage => {
      const problem = offset < size ? 'does not check' : `ends ${end - offset} bytes too early`
      return { kind: 'store', place: `${log.path(segment)} from byte ${offset}`, problem }
    })
  })
}
