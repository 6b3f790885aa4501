import { RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import { secondOf } from '../../domain/values/paired-id.ts'

/** The thread that the id of a record names: by its id, or by the digits of that (`threadDigits`). */
export type ThreadOfId = { readonly id: string } | { readonly digits: string }

/** What the id of a record says of its thread; undefined where only reading tells of which threads it is. */
export function threadOfId(kind: RecordKind, id: string): ThreadOfId | undefined {
  const { idEndsInThread, digitsInId } = RECORD_KINDS[kind]
  if (idEndsInThread === true) return { id: secondOf(id) }
  const digits = digitsInId?.(id)
  return digits === undefined ? undefined : { digits }
}
