import { z } from 'zod'
import { given } from '../values/given.ts'

/** Tokens; each of the input is counted in one of three: read anew, read from a cache, put into one. */
export const tokensSchema = z.strictObject({
  input: z.int().min(0),
  output: z.int().min(0),
  cacheRead: z.int().min(0),
  cacheWrite: z.int().min(0),
})
export type Tokens = z.infer<typeof tokensSchema>

/** What was asked of a model, and what it costs. */
export const spendingSchema = z.strictObject({
  /** Calls that were answered, with their tokens as the service counts them. */
  answered: z.int().min(0),
  tokens: tokensSchema,
  /** Billionths of a US dollar, for all answered calls. Absent where no price of the model is known. */
  nanoUsd: z.int().min(0).optional(),
  /** What the same tokens would have cost more one call at a time; absent where nothing came in a batch. */
  saved: z.int().min(0).optional(),
  /**
   * Calls that failed, by HTTP status; `no answer` where none came, `malformed` where what came is none. In a batch also
   * `errored`, `expired`, `canceled` and `missing`. Most calls were made again.
   */
  failed: z.record(z.string(), z.int().min(1)),
  /**
   * Calls of which it is not known what they cost: failed ones that may be charged all the same, and answered ones whose
   * tokens the service did not tell. With the most that they can cost, which is in none of the figures above. Absent
   * where there are none.
   */
  uncertain: z
    .strictObject({
      calls: z.int().min(1),
      tokens: z.int().min(0),
      nanoUsd: z.int().min(0).optional(),
    })
    .optional(),
})
export type Spending = z.infer<typeof spendingSchema>

/** The most that a run may spend: tokens of all sorts together, or billionths of a US dollar. */
export const budgetSchema = z.union([
  z.strictObject({ tokens: z.int().min(1) }),
  z.strictObject({ nanoUsd: z.int().min(1) }),
])
export type BudgetLimit = z.infer<typeof budgetSchema>

export const NO_TOKENS: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

export function addTokens(a: Tokens, b: Tokens): Tokens {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  }
}

export function allTokens({ input, output, cacheRead, cacheWrite }: Tokens): number {
  return input + output + cacheRead + cacheWrite
}

/** What two runs, or two batches of one, spent together. */
export function addSpending(a: Spending, b: Spending): Spending {
  const failed = { ...a.failed }
  for (const [kind, n] of Object.entries(b.failed)) failed[kind] = (failed[kind] ?? 0) + n
  const [first, second] = [a.uncertain, b.uncertain]
  return {
    answered: a.answered + b.answered,
    tokens: addTokens(a.tokens, b.tokens),
    ...sumOf('nanoUsd', a, b),
    ...sumOf('saved', a, b),
    failed: Object.fromEntries(Object.entries(failed).sort(([x], [y]) => (x < y ? -1 : 1))),
    ...(first === undefined || second === undefined
      ? given({ uncertain: first ?? second })
      : {
          uncertain: {
            calls: first.calls + second.calls,
            tokens: first.tokens + second.tokens,
            ...sumOf('nanoUsd', first, second),
          },
        }),
  }
}

function sumOf<K extends string>(
  name: K,
  a: { readonly [N in K]?: number | undefined },
  b: { readonly [N in K]?: number | undefined },
): { [N in K]?: number } {
  if (a[name] === undefined && b[name] === undefined) return {}
  const sums: { [N in K]?: number } = {}
  sums[name] = (a[name] ?? 0) + (b[name] ?? 0)
  return sums
}
