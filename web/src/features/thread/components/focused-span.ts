import { useEffect } from 'react'

/** The words that a link leads to. */
export interface Focus {
  readonly messageId: string
  readonly part: number
  readonly start: number
  readonly end: number
}

export function focusOf(query: URLSearchParams): Focus | undefined {
  const messageId = query.get('message')
  if (messageId === null) return undefined
  const whole = (name: string) => Number.parseInt(query.get(name) ?? '0', 10) || 0
  return { messageId, part: whole('part'), start: whole('start'), end: whole('end') }
}

/** Brings the words (or at least their message) into view once they are drawn. */
export function useFocusedSpan(focus: Focus | undefined): void {
  useEffect(() => {
    if (focus !== undefined) showFocus()
  }, [focus])
}

/** Brings the words into view once more. */
export function showFocus(): void {
  const words = document.querySelector('[data-focus]')
  const target = words ?? document.querySelector('[data-focus-message]')
  if (target === null) return
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  target.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' })
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
}
