import type { AskOptions, ModelProvider, ModelRequest } from '../model-provider.ts'

/** Does something before, after or instead of a call. */
export type Around = <T>(
  call: (options: AskOptions) => Promise<T>,
  options: AskOptions,
) => Promise<T>

/** The provider, with something around each of its calls, those that count tokens among them. */
export function wrapped(provider: ModelProvider, around: Around): ModelProvider {
  const { name, model, countTokens } = provider
  return {
    name,
    model,
    ask: (request, options = {}) => around((more) => provider.ask(request, more), options),
    ...(countTokens === undefined
      ? {}
      : {
          countTokens: (request: ModelRequest, options: AskOptions = {}) =>
            around((more) => countTokens.call(provider, request, more), options),
        }),
  }
}
