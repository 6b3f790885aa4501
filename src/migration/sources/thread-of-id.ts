import { threadDigits } from '../../domain/analysis/run.ts'
import { RECORD_KINDS, threadOfRecord } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import { secondOf } from '../../domain/values/paired-id.ts'
import { recordIn } from './walked-record.ts'
import type { WholeRecord } from './walked-record.ts'

/** The thread that the id of a record names: by its id, or by the digits of that (`threadDigits`). */
export type ThreadOfId = { readonly id: string } | { readonly digits: string }

/** What the id of a record says of its thread; undefined where only reading tells of which threads it is. */
export function threadOfId(kind: RecordKind, id: string): ThreadOfId | undefined {
  const { idEndsInThread, digitsInId } = RECORD_KINDS[kind]
  if (idEndsInThread === true) return { id: secondOf(id) }
  const digits = digitsInId?.(id)
  return digits === undefined ? undefined : { digits }
}

/** The digits of the thread that a record goes with, where its id does not tell it: of history that was taken over. */
export function digitsBesideId(record: WholeRecord): string | undefined {
  const { kind, id } = record
  if (kind === 'thread' || threadOfId(kind, id) !== undefined) return undefined
  const thread = threadOfRecord(kind, recordIn(kind, record))
  return thread === undefined ? undefined : threadDigits(thread)
}
