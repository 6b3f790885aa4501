import type { Thread } from '../../src/domain/thread/thread.ts'
import type { Place } from '../../test/services/backends.ts'

/**
 * What a backend's driver or SDK does with nothing of ours around it: the least that keeping, reading
 * and paging through the same threads can cost.
 */
export interface BareStore {
  /** How it writes, for the table. */
  readonly how: string
  /** Durable when it resolves, as ours is. */
  write(threads: readonly Thread[]): Promise<void>
  read(id: string): Promise<unknown>
  /** Fifty rows older than that time, newest first, by an index. */
  page(before: string): Promise<unknown>
  /** Ten ids behind that one, by an index of what is pending. */
  pending(after: string): Promise<unknown>
  close(): Promise<void>
}

export type OpenBare = (place: Place, threads: number) => Promise<BareStore>

export function lastOf(thread: Thread): string {
  return thread.messages.at(-1)?.createdAt ?? ''
}
