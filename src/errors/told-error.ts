import type { ErrorCode } from './error-codes.ts'
import { HitCraftError } from './hitcraft-error.ts'

/** An error as it passes between threads of this process; one without a code is a defect. */
export interface ToldError {
  readonly code?: ErrorCode
  readonly name: string
  /** Of a defect: its stack. */
  readonly message: string
  readonly remedy?: string
  readonly details?: Readonly<Record<string, string | number | boolean>>
}

export function toldError(error: unknown): ToldError {
  if (error instanceof HitCraftError) {
    const { code, name, message, remedy, details } = error
    return { code, name, message, details, ...(remedy === undefined ? {} : { remedy }) }
  }
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) }
  return { name: error.name, message: error.stack ?? error.message }
}

/** The error again, in the thread that was told of it. */
export function errorOf({ code, name, message, remedy, details }: ToldError): Error {
  if (code === undefined) return Object.assign(new Error(message), { name })
  return new HitCraftError(code, message, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(details === undefined ? {} : { details }),
  })
}
