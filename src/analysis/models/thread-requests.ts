import { sha256 } from '../../domain/values/canonical-json.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { ANSWER_SCHEMA } from './answer/answer-form.ts'
import type { ModelRequest } from './model-provider.ts'
import { renderWindows } from './transcript/render-window.ts'
import { showThread } from './transcript/shown-thread.ts'
import type { ShownThread } from './transcript/shown-thread.ts'
import { windowsOf } from './transcript/windows.ts'

/** Tokens of an answer at most: a window of 12,000 tokens with much trouble in it takes some 4,000. */
const MOST_OUTPUT = 8000

/** What a model is asked of a thread. */
export interface ThreadRequests {
  /** What the requests show, by which their answers are read. */
  readonly shown: ShownThread
  /** One a window; none where nothing was said. */
  readonly requests: readonly ModelRequest[]
}

/**
 * The requests of a thread. The same thread gives the same bytes.
 * @param fixed the instructions
 * @param names see `Redactor`
 */
export function requestsOf(
  thread: Thread,
  fixed: string,
  names: readonly string[],
): ThreadRequests {
  const shown = showThread(thread, names)
  const requests = renderWindows(shown, windowsOf(shown)).map((transcript) => ({
    fixed,
    transcript,
    schema: ANSWER_SCHEMA,
    maxOutputTokens: MOST_OUTPUT,
  }))
  return { shown, requests }
}

/** By which an answer is known to be to these words: 16 hexadecimal digits. */
export function hashOfRequest({ transcript }: Pick<ModelRequest, 'transcript'>): string {
  return sha256(transcript).slice(0, 16)
}
