import { useSyncExternalStore } from 'react'

/** Ids of what was read and put away, in this browser. */
export interface Dismissed {
  use(): ReadonlySet<string>
  /** Of very many the latest are kept in mind; older ones no longer come up. */
  add(ids: readonly string[]): void
}

/** Failed imports. */
export const dismissedNews = dismissed('hitcraft-dismissed', 200)
/** What lay in folders and is no log: twice as many as the server tells of. */
export const dismissedPassedOver = dismissed('hitcraft-dismissed-passed-over', 200)

function dismissed(key: string, most: number): Dismissed {
  const listeners = new Set<() => void>()
  const read = () => localStorage.getItem(key) ?? ''
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  }
  return {
    use: () => new Set(useSyncExternalStore(subscribe, read).split('\n')),
    add(ids) {
      const known = read()
        .split('\n')
        .filter((one) => one !== '')
      localStorage.setItem(key, [...known, ...ids].slice(-most).join('\n'))
      for (const listener of listeners) listener()
    },
  }
}
