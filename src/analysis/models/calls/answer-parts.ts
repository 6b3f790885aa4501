import type { Tokens } from '../../../domain/analysis/spending.ts'
import { malformed } from './malformed.ts'

/** What a service sent, as the object that it should be; a gateway may answer anything. @throws ANSWER_MALFORMED */
export function partsOf<T extends object>(sent: T | string | null | undefined, title: string) {
  if (typeof sent !== 'object' || sent === null) throw malformed(`${title} sent no message`)
  const parts: Partial<T> = sent
  return parts
}

/** @returns no usage unless all are whole numbers from 0, some of them above: every call takes tokens */
export function usageOf(usage: {
  readonly [K in keyof Tokens]: unknown
}): { readonly usage?: Tokens } {
  const { input, output, cacheRead, cacheWrite } = usage
  const isTold = isCount(input) && isCount(output) && isCount(cacheRead) && isCount(cacheWrite)
  if (!isTold || input + output + cacheRead + cacheWrite === 0) return {}
  return { usage: { input, output, cacheRead, cacheWrite } }
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
