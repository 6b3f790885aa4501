import type { StoreCheck } from '../../chat-store.ts'

/** Milliseconds by which two clocks may differ. */
const MOST_SKEW = 60_000

export function passed(name: string, found: string): StoreCheck {
  return { name, status: 'ok', found }
}

export function warned(name: string, found: string, remedy: string): StoreCheck {
  return { name, status: 'warning', found, remedy }
}

export function failed(name: string, found: string, remedy: string): StoreCheck {
  return { name, status: 'failed', found, remedy }
}

/** @param skew milliseconds between the clock of the server and ours */
export function clockCheck(skew: number): StoreCheck {
  const found = `${Math.round(Math.abs(skew) / 1000)} s apart`
  const isNear = Math.abs(skew) <= MOST_SKEW
  return isNear
    ? passed('clock', found)
    : warned('clock', found, 'Set the clocks of both machines by NTP.')
}

/** @param behind threads that search does not find yet */
export function indexCheck(behind: number): StoreCheck {
  const found = behind === 0 ? 'up to date' : `${behind} threads are still to be added`
  return passed('search index', found)
}
