import type { IncomingMessage } from 'node:http'

/** One call as the double was asked it, whatever the wire. */
export interface Asked {
  /** From 1, over all calls that were answers to be made; counting tokens has its own. */
  readonly call: number
  readonly wire: 'anthropic' | 'openai'
  readonly model: string
  readonly fixed: string
  readonly transcript: string
  readonly schema: unknown
  readonly maxOutputTokens: number
  /** The key that it was sent with. */
  readonly key: string
  /** The body, byte for byte. */
  readonly body: string
}

/** What the double does with a call. */
export type Behaviour =
  /** Answers: what is no text is written as JSON. */
  | {
      readonly does: 'answer'
      readonly value: unknown
      readonly stop?: 'end' | 'length' | 'refusal'
    }
  /** An error of HTTP. */
  | {
      readonly does: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  /** Sends a part of the answer's body and drops the connection. */
  | { readonly does: 'break off' }
  /** Says nothing until the caller gives up, or the double ends. */
  | { readonly does: 'hang' }
  /** Waits for a promise of the test, then behaves. */
  | { readonly does: 'wait'; readonly until: Promise<unknown>; readonly then: Behaviour }

export interface Counted {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

/** How one wire is read and written. */
export interface Wire {
  read(request: IncomingMessage, body: string): Omit<Asked, 'call'>
  write(text: string, stop: 'end' | 'length' | 'refusal', counted: Counted, model: string): unknown
  error(status: number): unknown
}

/** Tokens of a text as the double counts them: four units each. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}
