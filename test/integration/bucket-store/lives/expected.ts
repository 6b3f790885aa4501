import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../../src/storage/memory/memory-chat-store.ts'
import type { Write } from './deeds.ts'
import { viewOf } from './view.ts'

type Done = (store: ChatStore) => Promise<unknown>
type View = Record<string, string>

/**
 * What was acknowledged, in order, and what was not: each of that happened where it stands, or did not;
 * a merge may also have come to light when what came after it was there already.
 */
export class Expected {
  readonly #log: (Done | Write)[] = []
  #doubtful: Write[] = []

  acknowledged(done: Done): void {
    this.#log.push(done)
  }

  /** @returns false when there is too much doubt already */
  doubted(write: Write): boolean {
    if (this.#doubtful.length >= 3) return false
    this.#log.push(write)
    this.#doubtful.push(write)
    return true
  }

  /** A store in memory that holds what was acknowledged, all else left out. */
  async certain(): Promise<ChatStore> {
    return replayed(this.#log.filter(isDone))
  }

  /**
   * Ends the doubt by what a store shows.
   * @returns the view that fits, or the one of all that was done where none does
   */
  async settle(actual: View): Promise<{ view: View; left: readonly Write[] }> {
    const left = this.#doubtful
    this.#doubtful = []
    for (const log of this.#lives(left)) {
      const view = await viewOfLog(log)
      if (!isSame(view, actual)) continue
      this.#log.splice(0, this.#log.length, ...log)
      return { view, left }
    }
    const log = this.#log.map((entry) => (isDone(entry) ? entry : doneOf(entry)))
    return { view: await viewOfLog(log), left }
  }

  /** Every way in which it may have been. */
  *#lives(doubtful: readonly Write[]): Iterable<Done[]> {
    for (let n = 0; n < 3 ** doubtful.length; n++) {
      const choices = new Map(doubtful.map((write, i) => [write, Math.floor(n / 3 ** i) % 3]))
      if ([...choices].some(([write, choice]) => choice === 2 && !write.isMerge)) continue
      const inPlace = this.#log.flatMap((entry) =>
        isDone(entry) ? [entry] : choices.get(entry) === 0 ? [doneOf(entry)] : [],
      )
      const late = doubtful.filter((write) => choices.get(write) === 2).map(doneOf)
      yield [...inPlace, ...late]
    }
  }
}

function isDone(entry: Done | Write): entry is Done {
  return typeof entry === 'function'
}

function doneOf(write: Write): Done {
  return (store) => write.run(store)
}

function isSame(a: View, b: View): boolean {
  return Object.keys(a).every((name) => a[name] === b[name])
}

async function replayed(log: readonly Done[]): Promise<ChatStore> {
  const store = await openMemoryStore()
  for (const done of log) await done(store)
  return store
}

async function viewOfLog(log: readonly Done[]): Promise<View> {
  return viewOf(await replayed(log))
}
