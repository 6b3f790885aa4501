import type { ErrorBody } from '../../../src/http/schemas/error.ts'

/** An answer of the server that is an error, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string

  constructor(status: number, error: ErrorBody['error']) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.remedy = error.remedy
  }
}

export function unreachable(): ApiError {
  return new ApiError(0, {
    code: 'UNAVAILABLE',
    message: 'The server does not answer.',
    remedy: 'Start it again with npm start; this page reconnects by itself.',
  })
}

/** The error that a body holds; of a body that is none of ours, that the server failed. */
export function errorOfBody(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as Partial<ErrorBody>
    if (typeof error?.message === 'string') return new ApiError(status, error)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return new ApiError(status, {
    code: 'INTERNAL',
    message: `The server answered with an error (${status}).`,
    remedy: 'Try again; the log of the server says more.',
  })
}

/** Asks the API. @throws ApiError */
export async function callApi<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  let text: string
  try {
    response = await fetch(path, init)
    text = await response.text()
  } catch (error) {
    if (init.signal?.aborted === true) throw error
    throw unreachable()
  }
  if (!response.ok) throw errorOfBody(response.status, text)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** `?a=1&b=2&b=3` of what is given and not empty; a list is given once for each of its values. */
export function queryString(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string {
  const given = Object.entries(values).flatMap(([key, value]) =>
    [value ?? '']
      .flat()
      .flatMap((one): [string, string][] => (one === '' ? [] : [[key, String(one)]])),
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
