import type { ChatStore } from '../../storage/chat-store.ts'
import type { RecordSource } from '../sources/record-source.ts'
import type { SideName } from './differences.ts'

/** One of the two that are compared. */
export interface Side {
  readonly name: SideName
  readonly records: Pick<RecordSource, 'walk' | 'read' | 'stamps'>
  /** Names stored pieces that do not hold; absent where nothing is stored but hashes. */
  readonly examine?: RecordSource['examine']
  /** Absent where no list can be asked for: an archive, a receipt. */
  readonly store?: ChatStore
}

export interface Sides {
  readonly source: Side
  readonly target: Side
}
