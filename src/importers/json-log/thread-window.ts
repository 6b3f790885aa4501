import { buildThread } from '../../domain/thread/build-thread.ts'
import type { DraftMessage, DraftThread, ExportContext } from '../../domain/thread/build-thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { Tally } from '../kit/tally.ts'
import { ThreadTally } from '../thread-tally.ts'
import { withoutSharedIds } from './shared-ids.ts'

/** A piece of a thread, gathered while the file streams by. */
interface OpenThread {
  readonly messages: DraftMessage[]
  title?: string
  /** Of the first byte gathered. */
  readonly offset: number
  bytes: number
}

/** Source bytes that are held at the most, and beyond which the longest held threads go. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Gathers messages that lie scattered over a file into threads, in bounded memory: what was not touched
 * for longest leaves first, as a piece of its thread. A later piece goes on counting places where the
 * one before ended, so the pieces merge into what the whole thread would have been.
 */
export class ThreadWindow {
  readonly #context: ExportContext
  readonly #tally: Tally
  readonly #open = new Map<string, OpenThread>()
  /** Messages of the pieces that left, by thread. */
  readonly #left = new ThreadTally()
  /** What later pieces of a thread whose messages lack ids or times must know; rare. */
  readonly #carried = new Map<string, { occurrences: Map<string, number>; after?: string }>()
  #bytes = 0

  constructor(context: ExportContext, tally: Tally) {
    this.#context = context
    this.#tally = tally
  }

  /** Adds messages of a thread, read from `bytes` bytes at `offset`. */
  add(
    id: string,
    messages: readonly DraftMessage[],
    place: { offset: number; bytes: number },
    stated: { title?: string } = {},
  ): void {
    const known = this.#open.get(id)
    const thread = known ?? { messages: [], offset: place.offset, bytes: 0 }
    thread.messages.push(...messages)
    thread.bytes += place.bytes
    if (stated.title !== undefined) thread.title = stated.title
    // Taken out and put in again, the map's order is that of the last touch.
    if (known !== undefined) this.#open.delete(id)
    this.#open.set(id, thread)
    this.#bytes += place.bytes
  }

  /** The threads that have to leave: none while there is room, all at the end. */
  take(all: boolean): Thread[] {
    const threads: Thread[] = []
    for (const [id, open] of this.#open) {
      if (!all && this.#bytes <= MOST_BYTES) break
      this.#open.delete(id)
      this.#bytes -= open.bytes
      threads.push(this.#build(id, open))
    }
    return threads
  }

  /** Every message before this offset has left. */
  acknowledged(read: number): number {
    let least = read
    for (const { offset } of this.#open.values()) least = Math.min(least, offset)
    return least
  }

  #build(id: string, open: OpenThread): Thread {
    const firstPlace = this.#left.get(id)
    this.#left.set(id, firstPlace + open.messages.length)
    const carried = this.#carried.get(id)
    const messages = withoutSharedIds(open.messages, this.#tally)
    const needsCarrying = messages.some(
      (message) => message.id === undefined || message.createdAt === undefined,
    )
    const occurrences = carried?.occurrences ?? new Map<string, number>()
    const draft: DraftThread = {
      id,
      messages,
      firstPlace,
      occurrences,
      ...(carried?.after === undefined ? {} : { after: carried.after }),
      ...(open.title === undefined ? {} : { title: open.title }),
    }
    const thread = buildThread(draft, this.#context)
    if (needsCarrying) {
      const after = open.messages.findLast(({ createdAt }) => createdAt !== undefined)?.createdAt
      this.#carried.set(id, { occurrences, ...(after === undefined ? {} : { after }) })
    }
    return thread
  }
}
