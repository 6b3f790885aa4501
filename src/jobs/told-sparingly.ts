import { problemOf } from './problem.ts'

/** Milliseconds in which the same problem is told once. */
const ONCE_IN = 60_000

/** Tells of errors, of the same one once a minute: what is asked each second fails as often while its server is away. */
export function toldSparingly(onError: (error: unknown) => void): (error: unknown) => void {
  const told = new Map<string, number>()
  return (error) => {
    const { code, message } = problemOf(error)
    const now = performance.now()
    const last = told.get(`${code} ${message}`)
    if (last !== undefined && now - last < ONCE_IN) return
    told.set(`${code} ${message}`, now)
    onError(error)
  }
}
