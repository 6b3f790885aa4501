import { useSyncExternalStore } from 'react'

const KEY = 'hitcraft-dismissed'
/** News that are remembered as read; older ones no longer come up. */
const MOST = 200

const listeners = new Set<() => void>()

/** Ids of the news that were read, in this browser. */
export function useDismissed(): ReadonlySet<string> {
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(KEY) ?? '')
  return new Set(text.split('\n'))
}

export function dismissNews(id: string): void {
  const known = (localStorage.getItem(KEY) ?? '').split('\n').filter((one) => one !== '')
  localStorage.setItem(KEY, [...known, id].slice(-MOST).join('\n'))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}
