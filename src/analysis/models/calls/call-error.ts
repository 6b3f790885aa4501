import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { ModelRefusal } from '../../../errors/model-refusal.ts'
import { retryAfterOf } from './retry-after.ts'

/** Who was asked, for messages. */
export interface Called {
  /** `Anthropic`. */
  readonly title: string
  readonly model: string
  /** The variable that holds the key. */
  readonly keyVariable: string
  /** The variable of the base URL, where it is set to another than the service's own. */
  readonly otherUrl?: string | undefined
}

/** What the SDKs' errors of an answered call have in common. */
interface Answered extends Error {
  readonly status: number
  readonly headers?: unknown
  readonly type?: unknown
  readonly code?: unknown
}

/** Statuses beside 5xx under which the same call may succeed later. */
const LATER = new Set([408, 409, 429])
/** Causes under which no request had left: no address, nobody there, no trust in the certificate. */
const UNSENT = new Set([
  'ERR_INVALID_URL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
const NO_CREDIT = /^(?:insufficient_quota|billing_error|billing_hard_limit_reached)$/
/** How Anthropic says it, under the status of a wrong request. */
const NO_CREDIT_TEXT = /credit balance is too low/i

/**
 * The error of a failed call as one of ours. What the service wrote stays out of it: that may hold a piece of the
 * key or of the thread.
 */
export function callError(
  error: unknown,
  called: Called,
  signal: AbortSignal | undefined,
): HitCraftError {
  if (signal?.aborted === true) return new HitCraftError('INTERRUPTED', 'the call was stopped')
  if (error instanceof HitCraftError) return error
  return isAnswered(error) ? answeredError(error, called) : unansweredError(error, called)
}

function isAnswered(error: unknown): error is Answered {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

function answeredError(
  error: Answered,
  { title, model, keyVariable, otherUrl }: Called,
): HitCraftError {
  const { status } = error
  const told = `${title} answered ${status}${kindOf(error)}`
  const details = { status, provider: title, model }
  if (status === 401) {
    return new ModelRefusal(
      'PERMISSION',
      `${told}: the key in ${keyVariable} is not valid`,
      'machine',
      {
        remedy: `Correct ${keyVariable} in the environment or in .env.`,
        details: { ...details, setting: keyVariable },
      },
    )
  }
  if (status === 402 || hasNoCredit(error)) {
    return new ModelRefusal('PERMISSION', `${told}: there is no credit left`, 'machine', {
      remedy: `Add credit to the account that ${keyVariable} belongs to, then run it again.`,
      details,
    })
  }
  if (status === 403) {
    return new ModelRefusal('PERMISSION', `${told}: the key may not use ${model}`, 'machine', {
      remedy: `Grant it the model, or name another in ANALYZER_MODEL.`,
      details,
    })
  }
  if (status === 404 && otherUrl !== undefined) {
    // A wrong path is answered as a wrong model is, and only this machine may have it.
    return new ModelRefusal(
      'INVALID_CONFIG',
      `${told}: there is no model ${model} at the address in ${otherUrl}, or nothing that answers`,
      'machine',
      {
        remedy: `Check ${otherUrl}, and that ANALYZER_MODEL names a model that is there.`,
        details: { ...details, setting: otherUrl },
      },
    )
  }
  if (status === 404) {
    return new ModelRefusal(
      'INVALID_CONFIG',
      `${told}: there is no model ${model} there`,
      'model',
      {
        remedy: 'Name one that the service has in ANALYZER_MODEL.',
        details: { ...details, setting: 'ANALYZER_MODEL' },
      },
    )
  }
  if (LATER.has(status) || status >= 500) {
    const retryAfterMs = retryAfterOf(error.headers)
    return new HitCraftError('UNAVAILABLE', told, {
      remedy: 'Run it again later: what was analyzed is kept.',
      details: { ...details, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    })
  }
  return new HitCraftError('INVALID_INPUT', `${told}: it does not take this request`, {
    remedy: 'Where every thread meets this, the model may not know structured output: try another.',
    details,
  })
}

/** The service's own word for the error, where it is a word. */
function kindOf({ type, code }: Answered): string {
  const word = [code, type].find((one) => typeof one === 'string' && /^[a-z_]{1,60}$/.test(one))
  return typeof word === 'string' ? ` (${word})` : ''
}

function hasNoCredit({ status, type, code, message }: Answered): boolean {
  const words = [type, code].filter((word) => typeof word === 'string')
  return (
    words.some((word) => NO_CREDIT.test(word)) || (status === 400 && NO_CREDIT_TEXT.test(message))
  )
}

function unansweredError(error: unknown, { title, model }: Called): HitCraftError {
  const why = causeOf(error)
  return new HitCraftError('UNAVAILABLE', `${title} gave no whole answer (${why})`, {
    remedy: 'Check the network and the base URL, then run it again: what was analyzed is kept.',
    details: { provider: title, model, ...(UNSENT.has(why) ? { sent: false } : {}) },
  })
}

/** The code of the innermost cause that has one, as `ECONNREFUSED`, else the name of the error. */
function causeOf(error: unknown): string {
  let found = error instanceof Error ? nameOf(error) : typeof error
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z_]{1,60}$/.test(at.code)) {
      found = at.code
    }
  }
  return found
}

/** An SDK's class says more than its name, which is `Error` in all of them. */
function nameOf(error: Error): string {
  return error.name === 'Error' ? error.constructor.name : error.name
}
