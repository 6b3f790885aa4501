const PLACE = 'hitcraft:newest-day-seen'

/** Read once: what is seen now is the last look of the next visit. */
const before = remembered()

/**
 * The newest day of the visit before, where there is news since; undefined on a first visit.
 * @param newest the newest day that there is now
 */
export function lastLook(newest: string | undefined): string | undefined {
  if (newest === undefined) return undefined
  remember(newest)
  return before !== undefined && before < newest ? before : undefined
}

function remembered(): string | undefined {
  try {
    return globalThis.localStorage.getItem(PLACE) ?? undefined
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}

/** A browser that keeps nothing for us forgets it, and nothing else is lost. */
function remember(day: string): void {
  try {
    globalThis.localStorage.setItem(PLACE, day)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
