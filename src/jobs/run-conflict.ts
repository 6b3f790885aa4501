import { canonicalJson } from '../domain/values/canonical-json.ts'
import { usd } from '../domain/written/money.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { RunJob } from './jobs-state.ts'
import type { RunRequest } from './run-queue.ts'

/** No analysis is there to be cancelled. */
export function noAnalysis(): HitCraftError {
  return new HitCraftError('NOT_FOUND', 'no analysis is waiting or under way')
}

/**
 * Whether a request gives way to another: where nothing is paid for, one for all that is pending does so while it waits, whether it
 * began by itself or somebody asked for it. What it was to take up stays pending: another one, if it has a limit, leaves the rest
 * until more comes in or somebody asks again.
 *
 * @returns false where the same is wanted, so that the present one is the one
 * @throws HitCraftError CONFLICT that says what waits or runs and stays
 */
export function givesWay(
  present: RunRequest | undefined,
  { status, done, planned }: RunJob,
  wanted: RunRequest,
  isFree: boolean,
): boolean {
  if (present !== undefined) {
    if (canonicalJson(present) === canonicalJson(wanted)) return false
    if (isFree && status === 'waiting' && Object.keys(present).length === 0) return true
  }
  const how =
    status === 'waiting' ? 'waits already' : `runs already (${done} of ${planned} threads)`
  const what = present === undefined ? 'as another version asked for it' : requestText(present)
  throw new HitCraftError('CONFLICT', `an analysis ${how}: ${what}`, {
    remedy: 'Wait until it has ended, or cancel it; what it has done is kept.',
  })
}

/** What an analysis was asked for with: `all that is pending, for at most $5.00`. */
function requestText({ limit, retopic, budget, sample, only }: RunRequest): string {
  const number = (n: number) => n.toLocaleString('en-US')
  const which = sample === undefined ? 'all that is pending' : `a sample of ${number(sample)}`
  const most =
    budget && ('tokens' in budget ? `${number(budget.tokens)} tokens` : usd(budget.nanoUsd))
  return [
    which,
    ...(only === undefined ? [] : ['of chosen threads']),
    ...(limit === undefined ? [] : [`at most ${number(limit)} threads`]),
    ...(most === undefined ? [] : [`for at most ${most}`]),
    ...(retopic === true ? ['with topics found anew'] : []),
  ].join(', ')
}
