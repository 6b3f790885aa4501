import { useMemo, useSyncExternalStore } from 'react'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

const listeners = new Set<() => void>()
/** Whether the last step went through the history, back or forward. */
let isTravel = false
window.addEventListener('popstate', () => {
  isTravel = true
})

export function cameThroughHistory(): boolean {
  return isTravel
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

export interface Place {
  readonly path: string
  readonly query: URLSearchParams
}

/** Where the page is: path and query of the address. */
export function usePlace(): Place {
  const href = useSyncExternalStore(
    subscribe,
    () => window.location.pathname + window.location.search,
  )
  return useMemo(() => {
    const url = new URL(href, window.location.origin)
    return { path: url.pathname, query: url.searchParams }
  }, [href])
}

interface Step {
  /** Leaves no step to go back to. */
  readonly replace?: boolean
  /** Stays where one reads instead of going to the top. */
  readonly stay?: boolean
}

/** Goes to another place of this page. */
export function navigate(to: string, { replace = false, stay = replace }: Step = {}): void {
  if (replace) window.history.replaceState(undefined, '', to)
  else window.history.pushState(undefined, '', to)
  isTravel = false
  if (!stay) window.scrollTo(0, 0)
  for (const listener of listeners) listener()
}

/**
 * Changes some fields of the query and keeps the rest; an empty value takes the field away, a list gives it
 * once for each of its values. A step of
 * its own, so that Back undoes it; with `replace` it is part of the step before, as a key typed is.
 */
export function changeQuery(
  change: Readonly<Record<string, string | readonly string[]>>,
  { replace = false }: Pick<Step, 'replace'> = {},
): void {
  const url = new URL(window.location.href)
  for (const [key, value] of Object.entries(change)) {
    url.searchParams.delete(key)
    for (const one of [value].flat()) if (one !== '') url.searchParams.append(key, one)
  }
  const to = url.pathname + url.search
  if (to === window.location.pathname + window.location.search) return
  navigate(to, { replace, stay: true })
}

/** A link within the page; a new tab, a download or a modified click are left to the browser. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || event.button !== 0 || !isPlain || href === undefined) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}
