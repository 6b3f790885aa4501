import { useSyncExternalStore } from 'react'

/** A value of the whole page: whoever shows it is drawn anew when it changes. */
export interface SharedValue<T> {
  get(): T
  set(value: T): void
  use(): T
}

export function sharedValue<T>(initial: T): SharedValue<T> {
  const listeners = new Set<() => void>()
  let value = initial
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const get = () => value
  return {
    get,
    set(next) {
      value = next
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}
