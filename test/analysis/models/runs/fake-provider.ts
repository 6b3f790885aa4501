import type {
  AskOptions,
  ModelAnswer,
  ModelProvider,
  ModelRequest,
} from '../../../../src/analysis/models/model-provider.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'

/** What comes of a call: an answer, or an error. */
export type Reply = Partial<ModelAnswer> | HitCraftError

export interface FakeProvider extends ModelProvider {
  /** What it was asked, in order. */
  readonly asked: ModelRequest[]
}

/** A provider that answers by a function of the request and of how many calls came. */
export function fakeProvider(
  reply: (request: ModelRequest, call: number, options: AskOptions) => Reply | Promise<Reply>,
  model = 'claude-haiku-4-5',
): FakeProvider {
  const asked: ModelRequest[] = []
  return {
    name: 'fake',
    model,
    asked,
    async ask(request, options = {}) {
      asked.push(request)
      const answer = await reply(request, asked.length, options)
      if (answer instanceof Error) throw answer
      return { text: '{}', stop: 'end', usage: usageOf(100, 10), ...answer }
    },
  }
}

export function requestOf(transcript: string, maxOutputTokens = 100): ModelRequest {
  return { fixed: 'read this', transcript, schema: {}, maxOutputTokens }
}

export function usageOf(input: number, output: number, cacheRead = 0, cacheWrite = 0) {
  return { input, output, cacheRead, cacheWrite }
}

/** @param status none: nothing was heard of the call */
export function down(status?: number, retryAfterMs?: number): HitCraftError {
  return new HitCraftError('UNAVAILABLE', `the service fails (${status ?? 'no answer'})`, {
    details: {
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  })
}
