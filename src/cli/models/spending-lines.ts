import type { Spending } from '../../domain/analysis/spending.ts'
import { count } from '../output/format.ts'
import { usd } from '../../domain/written/money.ts'

/** What a run spent, as a person reads it: a line, and one for what is not known. */
export function spendingLines({
  answered,
  tokens,
  nanoUsd,
  saved,
  failed,
  uncertain,
}: Spending): string[] {
  const number = (n: number) => n.toLocaleString('en-US')
  const cached = tokens.cacheRead + tokens.cacheWrite
  const sent = number(tokens.input + cached)
  const fromCache = tokens.cacheRead > 0 ? `, ${number(tokens.cacheRead)} of them cached` : ''
  const cost = nanoUsd === undefined ? '' : `${usd(nanoUsd)}: `
  const failures = Object.entries(failed)
  const tries = failures.reduce((sum, [, n]) => sum + n, 0)
  const kinds = failures.map(([kind, n]) => `${kind}: ${number(n)}`).join(', ')
  return [
    `${cost}${count(answered, 'call')} answered, ${sent} tokens sent${fromCache}, ${number(tokens.output)} answered.`,
    ...(saved === undefined || saved === 0
      ? []
      : [`In batches, which cost half: ${usd(saved)} less than one call at a time.`]),
    ...(tries === 0 ? [] : [`${count(tries, 'call')} failed (${kinds}).`]),
    ...(uncertain === undefined
      ? []
      : [
          `What ${count(uncertain.calls, 'call')} cost was not told: up to ${uncertain.nanoUsd === undefined ? `${number(uncertain.tokens)} tokens` : usd(uncertain.nanoUsd)} more.`,
        ]),
  ]
}

/** The same in a few words, while it goes on. */
export function spentSoFar({ nanoUsd, tokens }: Spending): string {
  const all = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite
  return nanoUsd === undefined ? `${all.toLocaleString('en-US')} tokens` : usd(nanoUsd)
}
