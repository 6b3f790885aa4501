import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { ImportRecord } from '../domain/import-record.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { Workspace } from './workspace.ts'

const MOST = 500

const rejectSchema = z.object({
  /** Bytes into the log, unpacked. */
  offset: z.int(),
  /** Counted from 1, where the format has lines. */
  line: z.int().optional(),
  /** Bytes. */
  length: z.int(),
  reason: z.string(),
})
/** A piece of a log that was not read, or not stored, or stored in the place of damaged bytes. */
export type Reject = z.infer<typeof rejectSchema>

export interface Rejects {
  readonly items: readonly Reject[]
  /** Whether there are more than are listed. */
  readonly more: boolean
}

/**
 * The rejected pieces of an import, in the order in which they were met, the first 500; none where all was read.
 * @throws HitCraftError NOT_FOUND where the list was taken away, CORRUPT where it does not hold
 */
export async function readRejects(
  { folders }: Pick<Workspace, 'folders'>,
  { rejectsFile }: Pick<ImportRecord, 'rejectsFile'>,
): Promise<Rejects> {
  if (rejectsFile === undefined) return { items: [], more: false }
  const items: Reject[] = []
  const input = createReadStream(join(folders.results, basename(rejectsFile)), 'utf8')
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (items.length === MOST) return { items, more: true }
      items.push(rejectSchema.parse(JSON.parse(line)))
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new HitCraftError('NOT_FOUND', 'the list of rejected pieces is no longer there')
    }
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new HitCraftError('CORRUPT', 'the list of rejected pieces is damaged', {
        remedy: 'Import the file again: the list is written anew.',
        cause: error,
      })
    }
    throw error
  } finally {
    input.destroy()
  }
  return { items, more: false }
}
