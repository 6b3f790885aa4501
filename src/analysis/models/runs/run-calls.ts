import type { BudgetLimit, Spending } from '../../../domain/analysis/spending.ts'
import type { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { AskOptions, ModelProvider } from '../model-provider.ts'
import { priceOf } from '../prices/price-table.ts'
import { Account } from './account.ts'
import { breaking } from './breaker.ts'
import type { BreakerOptions } from './breaker.ts'
import { CallSlots } from './call-slots.ts'
import type { SlotOptions } from './call-slots.ts'
import { inSlots } from './in-slots.ts'
import { pausing } from './budget/pausing.ts'
import { retrying } from './retrying.ts'
import type { RetryOptions } from './retrying.ts'
import { RunStop } from './run-stop.ts'
import type { Stop } from './run-stop.ts'
import type { SharedRun } from './budget/shared-run.ts'
import { graceful, refuseStopped } from './wait.ts'
import { wrapped } from './wrapped.ts'

export interface CallOptions {
  readonly budget?: BudgetLimit
  /** Where the run is a part: the budget is that of all of them. */
  readonly shared?: SharedRun
  /** Ends what waits at once, and what is under way after a while. */
  readonly signal?: AbortSignal
  readonly retry?: RetryOptions
  readonly breaker?: BreakerOptions
  readonly slots?: SlotOptions
}

/** The calls of one run. */
export interface RunCalls {
  /** The model as the run asks it. */
  readonly provider: ModelProvider
  /** Calls that may be begun before any of them has its answer: those that wait for their next try keep nobody back. */
  readonly atOnce: number
  readonly spending: Spending
  /** Why no more calls are made; absent while there are. */
  readonly stop: Stop | undefined
  /** Comes when no more calls are made: for that reason, or by the signal of the run. */
  readonly halt: AbortSignal
  /** Makes no more: the run fails by this error. Those under way are paid, and waited for. */
  fail(error: HitCraftError): void
  /** Lets go of what was held for them. */
  close(): void
}

/**
 * The provider with all that stands around a call. A call that failed waits without holding anything; then it takes a
 * slot, then it holds what it can cost, and only then it is made.
 *
 * @throws HitCraftError INVALID_INPUT for a budget in dollars where no price of the model is known
 */
export function openRunCalls(provider: ModelProvider, options: CallOptions = {}): RunCalls {
  const { budget, shared, signal } = options
  const stop = new RunStop()
  const account = new Account(priceOf(provider.model), budget, stop, shared)
  const slots = new CallSlots(options.slots)
  const grace = graceful(signal)
  const halt = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const broken = withSignal(breaking(provider, stop, options.breaker), grace.signal)
  const made = shared === undefined ? broken : pausing(broken, shared)
  const [begun, tried] = [new Set<symbol>(), new Set<symbol>()]
  const paid = noting(inSlots(refusing(account.paying(made)), slots), tried)
  return {
    provider: noting(withSignal(retrying(paid, options.retry), halt), begun),
    get atOnce() {
      return slots.limit + Math.min(begun.size - tried.size, slots.limit)
    },
    halt,
    get spending() {
      return account.spending
    },
    get stop() {
      return stop.stop
    },
    fail(error) {
      stop.end('failure', error)
    },
    close: grace.close,
  }
}

/** The signal is that of the run, whatever the caller gives. */
function withSignal(provider: ModelProvider, signal: AbortSignal): ModelProvider {
  return wrapped(provider, (call) => call({ signal }))
}

/** Notes the calls that are under way. */
function noting(provider: ModelProvider, underWay: Set<symbol>): ModelProvider {
  return wrapped(provider, async (call, ask: AskOptions) => {
    const one = Symbol('call')
    underWay.add(one)
    try {
      return await call(ask)
    } finally {
      underWay.delete(one)
    }
  })
}

/** Makes no call once the run is stopped. */
function refusing(provider: ModelProvider): ModelProvider {
  return wrapped(provider, (call, ask: AskOptions) => {
    refuseStopped(ask.signal)
    return call(ask)
  })
}
