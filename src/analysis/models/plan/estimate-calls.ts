import type { Run } from '../../../domain/analysis/run.ts'
import type { AskOptions, ModelProvider, ModelRequest } from '../model-provider.ts'
import { batchPriceOf, mostCost, priceOf } from '../prices/price-table.ts'
import { FIRST_SLOTS } from '../runs/call-slots.ts'
import { mostTokens } from '../runs/most-tokens.ts'
import { inputTokens } from './input-tokens.ts'
import { pastCalls } from './past-calls.ts'

/** Assumed before there were answers to learn from: tokens of one, and its seconds. */
const OUTPUT = 600
const SECONDS = 10
/** In which a service answers a batch at the latest, else it expires. */
const BATCH_SECONDS = 86_400

/** What the calls of a run would come to. */
export interface CallEstimate {
  readonly provider: string
  readonly model: string
  readonly calls: number
  /** How many of them were looked at, 0 to 1. Below 1 every figure is told by these, also the most. */
  readonly share: number
  readonly tokens: {
    readonly input: number
    /** How far off the input may be, as a share. */
    readonly inputOff: number
    /** Requests whose input the service counted itself. */
    readonly counted: number
    readonly output: number
    /** More than the calls that were looked at can take, input and output, and as much for the others. */
    readonly most: number
  }
  /** Billionths of a US dollar; absent where no price of the model is known: then a budget can be in tokens alone. */
  readonly nanoUsd?: { readonly about: number; readonly most: number }
  /** The day of the price list. */
  readonly pricesAsOf?: string
  /** The list is the maker's, and another is asked, who may charge something else; absent: the maker is. */
  readonly isElsewhere?: true
  /** They go in batches: the price is half, and the seconds are the most that a service takes. Absent: they do not. */
  readonly isBatch?: true
  readonly seconds: number
  /** Answers of earlier runs that output, price and time are told by; 0: they are assumed. */
  readonly learnedFrom: number
}

/** Who would be asked; one without a way to count is sent nothing. */
type Asked = Pick<ModelProvider, 'name' | 'model' | 'countTokens' | 'isElsewhere'>

/** What would be asked. */
export interface Requested {
  readonly requests: readonly ModelRequest[]
  readonly share: number
  /** Default false. */
  readonly isBatch?: boolean
}

/**
 * What requests would cost. Nothing is asked but, of some of them, how many tokens they have.
 *
 * @param asked all requests, or some of them that stand for all: how many of all these are, 0 to 1
 * @param past runs, newest first, and the key under which they would be answered
 * @throws what `countTokens` throws
 */
export async function estimateCalls(
  provider: Asked,
  { requests, share, isBatch = false }: Requested,
  past: { readonly runs: readonly Run[]; readonly analyzerKey: string },
  options: AskOptions = {},
): Promise<CallEstimate> {
  const price = priceOf(provider.model)
  const charged = isBatch ? batchPriceOf(provider.model) : price
  const learned = pastCalls(past.runs, past.analyzerKey, price)
  const all = (n: number) => Math.round(share === 0 ? 0 : n / share)
  const counted = await inputTokens(provider, requests, options)
  const calls = all(requests.length)
  const input = all(counted.tokens)
  const output = Math.round(calls * (learned?.output ?? OUTPUT))
  const most = requests.map(mostTokens)
  const perInput = learned?.nanoUsdPerInput ?? (price === undefined ? 0 : price.input * 1000)
  const perSecond = learned?.perSecond ?? FIRST_SLOTS / SECONDS
  return {
    provider: provider.name,
    model: provider.model,
    calls,
    share,
    tokens: {
      input,
      inputOff: counted.off,
      counted: counted.counted,
      output,
      most: all(most.reduce((sum, one) => sum + one.input + one.output, 0)),
    },
    ...(price === undefined || charged === undefined
      ? {}
      : {
          nanoUsd: {
            about: Math.round(
              (input * perInput + output * price.output * 1000) * (charged.share ?? 1),
            ),
            most: all(most.reduce((sum, one) => sum + mostCost(charged, one), 0)),
          },
          pricesAsOf: price.asOf,
          ...(provider.isElsewhere === true ? { isElsewhere: true } : {}),
        }),
    ...(isBatch ? { isBatch } : {}),
    seconds: isBatch ? BATCH_SECONDS : Math.ceil(calls / perSecond),
    learnedFrom: learned?.answered ?? 0,
  }
}
