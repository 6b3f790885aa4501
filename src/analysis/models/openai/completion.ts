import { isCount, partsOf, usageOf } from '../calls/answer-parts.ts'
import { malformed } from '../calls/malformed.ts'
import type { ModelAnswer, ModelRequest } from '../model-provider.ts'
import type { OpenAI } from './sdk.ts'

/** Hosts that know the newer members of a request; many compatible servers do not. */
const NEWER = /(?:^|\.)(?:openai|azure)\.com$/

/** Whether it is the maker that is asked, whose prices are the list's. */
export function isOwnHost(baseURL: string): boolean {
  return URL.canParse(baseURL) && /(?:^|\.)openai\.com$/.test(new URL(baseURL).hostname)
}

/** A request as Chat Completions takes it. @param baseURL of the server that is to take it */
export function completionParams(model: string, request: ModelRequest, baseURL: string) {
  return {
    ...contentOf(model, request),
    ...limitsOf(request, NEWER.test(new URL(baseURL).hostname)),
  }
}

/** The same as one call: a project may have another tier as its own, which costs twice the list. */
export function callParams(model: string, request: ModelRequest, baseURL: string) {
  const body = completionParams(model, request, baseURL)
  return isOwnHost(baseURL) ? { ...body, service_tier: 'default' as const } : body
}

function contentOf(model: string, { fixed, transcript, schema }: ModelRequest) {
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    { role: 'system', content: fixed },
    { role: 'user', content: transcript },
  ]
  const json_schema = { name: 'analysis', strict: true, schema: { ...schema } }
  return { model, messages, response_format: { type: 'json_schema' as const, json_schema } }
}

/** Models that reason refuse `max_tokens`, and compatible servers know nothing else. */
function limitsOf({ maxOutputTokens }: ModelRequest, isNewer: boolean) {
  return isNewer
    ? { max_completion_tokens: maxOutputTokens, store: false }
    : { max_tokens: maxOutputTokens }
}

/** A server that only claims to be compatible may answer anything. @throws HitCraftError ANSWER_MALFORMED */
export function answerOf(sent: OpenAI.ChatCompletion, title: string): ModelAnswer {
  const { choices, usage: told } = partsOf(sent, title)
  const choice = Array.isArray(choices) ? choices[0] : undefined
  if (!choice?.message) throw malformed(`${title} sent no message`)
  const { finish_reason: reason, message } = choice
  const isRefusal = Boolean(message.refusal) || reason === 'content_filter'
  const cacheRead = told?.prompt_tokens_details?.cached_tokens ?? 0
  const cacheWrite = told?.prompt_tokens_details?.cache_write_tokens ?? 0
  const prompt = told?.prompt_tokens
  const usage = usageOf({
    input: isCount(prompt) ? Math.max(0, prompt - cacheRead - cacheWrite) : undefined,
    output: told?.completion_tokens,
    cacheRead,
    cacheWrite,
  })
  return {
    text: message.content ?? '',
    stop: isRefusal ? 'refusal' : reason === 'length' ? 'length' : 'end',
    ...usage,
  }
}
