import { randomBytes } from 'node:crypto'
import type { ImportRecord } from '../../domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { isGone, thisProcess } from './import-owner.ts'

/** How far back to look for imports of the same bytes. */
const LOOK_BACK = 1000

/** Imports that this process is reading. */
const underWay = new Set<string>()
/** How imports of this process ended whose end the store could not keep. */
const untold = new Map<string, ImportRecord>()

/** The record of an import that has not begun. */
export function newImport(file: string, bytes: number): ImportRecord {
  const startedAt = new Date().toISOString()
  return {
    id: `${startedAt}-${randomBytes(4).toString('hex')}`,
    file,
    status: 'queued',
    startedAt,
    bytes,
    bytesRead: 0,
    messages: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    erased: 0,
    rejected: 0,
    notes: [],
  }
}

/** The record of an import that this process begins to read. */
export function begun(record: ImportRecord): ImportRecord {
  underWay.add(record.id)
  return { ...record, status: 'reading', owner: thisProcess() }
}

/** The record of an import that has ended. */
export function ended(record: ImportRecord, change: Partial<ImportRecord>): ImportRecord {
  underWay.delete(record.id)
  const { owner: _owner, ...rest } = record
  return { ...rest, finishedAt: new Date().toISOString(), ...change }
}

/**
 * The record of an import that an error ended: `interrupted` where the same call goes on from there once
 * the store can be reached, `failed` else. Its counts are what was stored.
 */
export function broken(record: ImportRecord, error: unknown): ImportRecord {
  if (isHitCraftError(error, 'INTERRUPTED')) return ended(record, { status: 'interrupted' })
  const { code, message } =
    error instanceof HitCraftError
      ? error
      : { code: 'INTERNAL', message: 'the import broke; see the log of the program' }
  const status = isHitCraftError(error, 'UNAVAILABLE') ? 'interrupted' : 'failed'
  return ended(record, { status, error: { code, message } })
}

/** Stores how an import ended; where that fails, the next import of this process does. */
export async function storeEnd(store: ChatStore, record: ImportRecord): Promise<void> {
  try {
    await store.putRecords('import', [record])
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    untold.set(record.id, record)
  }
}

/** The note of an import whose process died. */
export const ENDED_SILENTLY =
  'the process that read it ended without a word; what it stored in its last moments is not counted here'

/** Marks the imports that dead processes left at `reading` as `interrupted`, with their counts. */
export async function closeDeadImports(store: ChatStore): Promise<void> {
  await EarlierImports.read(store)
}

/** What earlier imports of the same bytes have left. */
export class EarlierImports {
  readonly #records: readonly ImportRecord[]

  private constructor(records: readonly ImportRecord[]) {
    this.#records = records
  }

  /** Records that a dead process left at `reading` are marked `interrupted` on the way. */
  static async read(store: ChatStore): Promise<EarlierImports> {
    const records = await store.listRecords('import', { descending: true, limit: LOOK_BACK })
    const closed = records.map((record) => {
      if (record.status !== 'reading' || !isLeft(record)) return record
      const notes = [...record.notes, ENDED_SILENTLY]
      return untold.get(record.id) ?? ended(record, { status: 'interrupted', notes })
    })
    const changed = closed.filter((record, index) => record !== records[index])
    if (changed.length > 0) await store.putRecords('import', changed)
    for (const { id } of changed) untold.delete(id)
    return new EarlierImports(closed)
  }

  /** The newest import of a log, when it did not come to its end and knows where to go on. */
  unfinished(fileHash: string, format: string): ImportRecord | undefined {
    const same = this.#records.find(
      (record) => record.fileHash === fileHash && record.format === format,
    )
    return same !== undefined && same.resume !== undefined && same.status !== 'done'
      ? same
      : undefined
  }

  /** The logs of a file of many that were read before the last import of it was interrupted, by hash. */
  doneBefore(fileHash: string): ReadonlySet<string> {
    const of = this.#records.filter(
      (record) => record.fileHash?.startsWith(`${fileHash}#`) === true,
    )
    const [newest] = of
    if (newest === undefined || !wasStopped(newest)) return new Set()
    return new Set(
      of.flatMap(({ status, fileHash: hash }) => (status === 'done' ? [hash ?? ''] : [])),
    )
  }
}

/** Not by what it read. */
function wasStopped({ status, error }: ImportRecord): boolean {
  return status === 'interrupted' || error?.code === 'NO_SPACE'
}

function isLeft({ id, owner, startedAt }: ImportRecord): boolean {
  return owner === thisProcess() ? !underWay.has(id) : isGone(owner, startedAt)
}
