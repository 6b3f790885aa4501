import { shellWord } from '../../domain/written/shell-word.ts'
import type { MigrationRecord } from '../../domain/migration-record.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { sourceUrlOf } from '../sources/source-url.ts'

/** A store or another source by its kind and its location. */
type Named = Pick<RecordSource, 'kind' | 'location'>

/** What migrations into a store say of it, a mark a source. */
export function marksOf(store: Pick<ChatStore, 'listRecords'>): Promise<MigrationRecord[]> {
  return Array.fromAsync(allRecords(store, 'migration'))
}

/** Whether the pass has written, or come to its end; of one that broke off before, nothing follows. */
export function hasBegun({ state, finishedAt }: MigrationRecord): boolean {
  return state !== 'whole' || finishedAt !== undefined
}

/** Whether a pass came to its end and had all of the source. */
export function isEnded({ finishedAt, gaps }: MigrationRecord): boolean {
  return finishedAt !== undefined && gaps === 0
}

/** The source of a mark as it was called last. */
export function namedIn({ id, source }: MigrationRecord): Named {
  const [kind = ''] = id.split(' ', 1)
  return source ?? { kind, location: id.slice(kind.length + 1) }
}

export function nameOf({ kind, location }: Named): string {
  return `${kind} ${location}`
}

/** The command that goes on with a migration, and the one that gives it up. */
export function commandsOf(mark: MigrationRecord, to: Named): { goOn: string; giveUp: string } {
  const target = shellWord(sourceUrlOf(to))
  const goOn = `hitcraft migrate --from ${shellWord(sourceUrlOf(namedIn(mark)))} --to ${target}`
  return { goOn, giveUp: `hitcraft migrate --abandon --to ${target}` }
}
