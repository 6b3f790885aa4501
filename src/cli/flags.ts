import { parseTimeBound } from '../domain/values/time.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ParsedArgs } from './command.ts'

/** @throws HitCraftError INVALID_CONFIG (wrong usage) when the flag is no whole number above 0 */
export function numberFlag(args: ParsedArgs, name: string): number | undefined {
  const text = args.text(name)
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new HitCraftError(
      'INVALID_CONFIG',
      `--${name} takes a whole number above 0, not "${text}"`,
    )
  }
  return Number(text)
}

/** `--from` and `--to` as bounds of a time range. */
export function timeRange(args: ParsedArgs): { from?: string; to?: string } {
  const from = args.text('from')
  const to = args.text('to')
  return {
    ...(from === undefined ? {} : { from: parseTimeBound(from, '--from') }),
    ...(to === undefined ? {} : { to: parseTimeBound(to, '--to') }),
  }
}

/** @throws HitCraftError INVALID_CONFIG (wrong usage) when the flag is missing */
export function requiredText(args: ParsedArgs, name: string, example: string): string {
  const text = args.text(name)
  if (text !== undefined && text !== '') return text
  throw new HitCraftError('INVALID_CONFIG', `--${name} is missing`, {
    remedy: `Give it, as in --${name} ${example}.`,
  })
}

/** One of a few words. @throws HitCraftError INVALID_CONFIG (wrong usage) for another */
export function choice<T extends string>(
  args: ParsedArgs,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const text = args.text(name)
  if (text === undefined) return undefined
  const found = allowed.find((item) => item === text)
  if (found !== undefined) return found
  throw new HitCraftError(
    'INVALID_CONFIG',
    `--${name} takes ${allowed.join(', ')}, not "${text.slice(0, 40)}"`,
  )
}
