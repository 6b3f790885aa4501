import { ApiError } from '../../../app/api-client.ts'

/** Milliseconds until what an outage stopped is tried again. */
const PAUSE = 2000
/** No answer, another page that sends, and a server that is away, told by itself or by the proxy before it. */
const PASSING = new Set([0, 409, 502, 503, 504])

/** Tries until it works or fails for good. @throws the error of the last try */
export async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ApiError) || !PASSING.has(error.status)) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
}
