import type { ChatStore } from '../../storage/chat-store.ts'
import type { Asking } from '../analyzer.ts'
import type { AskOptions, BatchService } from '../models/model-provider.ts'
import type { RunStop } from '../models/runs/run-stop.ts'
import type { RunKeeper } from '../run/run-keeper.ts'
import type { BatchLedger } from './batch-ledger.ts'

/** What those who submit and collect share. */
export interface BatchScene {
  readonly store: ChatStore
  readonly key: string
  readonly asks: Asking
  readonly service: BatchService
  readonly keeper: RunKeeper
  readonly ledger: BatchLedger
  readonly stop: RunStop
  /** Content hashes of threads that this run does not submit again unless they change. */
  readonly tried: Map<string, string>
  readonly listedAfter: number
  /** A batch that the service may know no more. */
  readonly givenUp: string | undefined
  /**
   * Asks the service, again where that may help.
   * @returns undefined where it does not answer, or the run was stopped: then no more is to be asked
   */
  readonly ask: <T>(call: (asking: AskOptions) => Promise<T>) => Promise<T | undefined>
}
