import { windowAnswersId } from '../../domain/kinds/window-answers.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { AnalyzedThread, ChatStore } from '../../storage/chat-store.ts'
import type { KeptAnswers } from '../analyzer.ts'
import type { RunSpending } from './asked-by.ts'

/**
 * What a store keeps of the windows of threads under an analyzer key. Where the store fails no more calls are made: what they
 * bring could not be stored either.
 */
export class WindowDesk implements KeptAnswers {
  readonly #store: ChatStore
  readonly #analyzerKey: string
  readonly #calls: Pick<RunSpending, 'fail'>
  /** Threads of which something is kept. */
  readonly #had = new Set<string>()

  constructor(store: ChatStore, analyzerKey: string, calls: Pick<RunSpending, 'fail'>) {
    this.#store = store
    this.#analyzerKey = analyzerKey
    this.#calls = calls
  }

  async of(threadId: string): Promise<ReadonlyMap<string, string>> {
    const id = windowAnswersId(this.#analyzerKey, threadId)
    const record = await this.#orStop(() => this.#store.getRecord('windowAnswers', id))
    const answers = record?.answers ?? []
    if (answers.length > 0) this.#had.add(threadId)
    return new Map(answers.map(({ sent, text }) => [sent, text]))
  }

  async keep(threadId: string, answers: ReadonlyMap<string, string>): Promise<void> {
    this.#had.add(threadId)
    const record = {
      threadId,
      analyzerKey: this.#analyzerKey,
      answers: [...answers].map(([sent, text]) => ({ sent, text })),
    }
    await this.#orStop(() => this.#store.saveWindowAnswers([record]))
  }

  /** The same, letting go of what is kept of these threads. */
  settling(items: readonly AnalyzedThread[]): AnalyzedThread[] {
    return items.map((item) =>
      this.#had.has(item.analysis.threadId) ? { ...item, hadWindows: true } : item,
    )
  }

  async #orStop<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call()
    } catch (error) {
      // What is damaged is asked for again, and written anew.
      if (isHitCraftError(error, 'CORRUPT')) return undefined
      const failure =
        error instanceof HitCraftError
          ? error
          : new HitCraftError('INTERNAL', 'the store broke', { cause: error })
      this.#calls.fail(failure)
      return undefined
    }
  }
}
