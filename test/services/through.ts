import type { StoreTarget } from '../../src/storage/backends/backends.ts'

/** The same store by way of another port of this machine. */
export function through<T extends StoreTarget>(target: T, from: number, to: number): T {
  return JSON.parse(JSON.stringify(target).replaceAll(`127.0.0.1:${from}`, `127.0.0.1:${to}`)) as T
}
