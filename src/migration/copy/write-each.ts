import type { RecordKind } from '../../domain/records.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ErrorCode } from '../../errors/error-codes.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { recordsIn, threadsIn } from '../sources/walked-record.ts'
import type { WholeRecord } from '../sources/walked-record.ts'

/** What one record can be at fault for; anything else is the store's, and ends the migration. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set(['INVALID_INPUT', 'UNSUPPORTED', 'CORRUPT'])

/** Why a record was not taken: it was erased in the target, or something is wrong with it. */
export type Refusal =
  | { readonly what: 'keptOut' }
  | { readonly what: 'failed'; readonly reason: string }

/**
 * Writes records, and those around one that the store will not take.
 * @returns what became of each that was not taken, by its id
 */
export async function writeEach(
  to: ChatStore,
  kind: MovedKind,
  records: readonly WholeRecord[],
): Promise<ReadonlyMap<string, Refusal>> {
  try {
    return kind === 'thread' ? await mergeAll(to, records) : await putAll(to, kind, records)
  } catch (error) {
    if (!isHitCraftError(error) || !OF_ONE.has(error.code)) throw error
    const [one] = records
    if (one !== undefined && records.length === 1) {
      return new Map([[one.id, { what: 'failed', reason: error.message }]])
    }
    const half = Math.ceil(records.length / 2)
    const before = await writeEach(to, kind, records.slice(0, half))
    const behind = await writeEach(to, kind, records.slice(half))
    return new Map([...before, ...behind])
  }
}

async function mergeAll(
  to: ChatStore,
  records: readonly WholeRecord[],
): Promise<Map<string, Refusal>> {
  const refused = new Map<string, Refusal>()
  const outcomes = await to.mergeThreads(threadsIn(records))
  for (const [n, { id, outcome }] of outcomes.entries()) {
    const asked = records[n]?.id ?? ''
    if (outcome === 'erased') refused.set(asked, { what: 'keptOut' })
    else if (id !== asked) {
      refused.set(asked, { what: 'failed', reason: `the target knows it as ${id}` })
    }
  }
  return refused
}

async function putAll(
  to: ChatStore,
  kind: RecordKind,
  records: readonly WholeRecord[],
): Promise<Map<string, Refusal>> {
  await to.putRecords(kind, recordsIn(kind, records))
  return new Map()
}
