import { HitCraftError } from '../../../errors/hitcraft-error.ts'

/** How a request of a batch can fare without an answer, and whether it is charged. */
const FARED = {
  errored: 'the service failed on it',
  expired: 'the batch ended before it was its turn',
  canceled: 'the batch was cancelled before it was its turn',
} as const

/** Of a request that a batch has no answer to; none of these is charged. */
export function rowError(fared: keyof typeof FARED): HitCraftError {
  return new HitCraftError('UNAVAILABLE', `no answer in the batch: ${FARED[fared]}`, {
    remedy: 'The thread stays pending: run it again.',
    details: { fared, charged: false },
  })
}

/** Of a request that a service refuses for itself. */
export function notTaken(title: string): HitCraftError {
  return new HitCraftError('INVALID_INPUT', `${title} does not take this request`, {
    details: { fared: 'errored', charged: false },
  })
}

/** Where a service answers that there is nothing at the address of its batches. */
export function noBatches(error: unknown, title: string): unknown {
  if (!isNotFound(error)) return error
  return new HitCraftError('UNSUPPORTED', `${title} takes no batches`, {
    cause: error,
    remedy: 'Run it without --batch.',
    details: { status: 404 },
  })
}

export function isNotFound(error: unknown): boolean {
  return error instanceof HitCraftError && error.details['status'] === 404
}
