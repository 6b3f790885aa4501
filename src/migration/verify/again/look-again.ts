import { setTimeout as sleep } from 'node:timers/promises'
import type { Look } from '../derived/probe.ts'
import type { Difference } from '../differences.ts'

/** Something in which the two sides seemed to differ, and that can be looked at any number of times. */
export interface Suspect {
  look(): Promise<Look>
}

export interface LookAgainOptions {
  /** Milliseconds for which a difference must stand still to be told as one; 0: it is looked at once. */
  readonly settle: number
  readonly signal?: AbortSignal
  /** Sees what others wrote meanwhile; called before each round. */
  readonly refresh: () => Promise<void>
}

export interface LookedAgain {
  readonly differences: readonly Difference[]
  /** Suspects of which nothing was left. */
  readonly gone: number
}

/** Suspects, of each of which what both sides have is in memory. */
const AT_ONCE = 16
const FIRST_PAUSE = 200
const MOST_PAUSE = 5000
/** Times `settle` after which what still changes is told as lagging. */
const PATIENCE = 6

/**
 * Looks at suspects until each is either gone or has stood still for `settle`: what a writer is about to bring, or has just
 * brought to one side alone, goes away or changes, and what is lost does neither. (The way of MongoDB's migration-verifier, which
 * checks again what it found until it holds.)
 */
export async function lookAgain(
  suspects: readonly Suspect[],
  { settle, signal, refresh }: LookAgainOptions,
): Promise<LookedAgain> {
  let open: Open[] = suspects.map((suspect) => ({ suspect, since: 0 }))
  const begin = performance.now()
  let rounds = 0
  for (let pause = FIRST_PAUSE; open.length > 0; pause = Math.min(pause * 2, MOST_PAUSE)) {
    signal?.throwIfAborted()
    await refresh()
    open = await round(open, signal)
    rounds++
    const now = performance.now()
    const age = Math.min(
      ...open.map(({ look, since }) => (look?.isFinal === true ? settle : now - since)),
    )
    // Of what was looked at once it is not known whether it changes, however long that look took.
    if (age >= settle || (rounds > 1 && now - begin >= settle * PATIENCE)) break
    await pauseFor(Math.min(pause, settle - age), signal)
  }
  const now = performance.now()
  const differences = open.flatMap(({ look, since }) => {
    if (look?.isFinal === true) return look.differences
    const age = Math.round(now - since)
    const seen = age < Math.floor(settle) ? { age, lagging: true as const } : { age }
    return (look?.differences ?? []).map((one) => Object.assign({}, one, seen))
  })
  return { differences, gone: suspects.length - open.length }
}

/** A suspect, with how it looked last and since when it looks so. */
interface Open {
  readonly suspect: Suspect
  readonly look?: Look
  readonly since: number
}

async function round(open: readonly Open[], signal: AbortSignal | undefined): Promise<Open[]> {
  const left: Open[] = []
  for (let at = 0; at < open.length; at += AT_ONCE) {
    signal?.throwIfAborted()
    const some = open.slice(at, at + AT_ONCE)
    const looks = await Promise.all(
      some.map(async ({ suspect, look }) => (look?.isFinal === true ? look : await suspect.look())),
    )
    for (const [i, look] of looks.entries()) {
      const was = some[i]
      if (was === undefined || look.differences.length === 0) continue
      const isSame = was.look?.token === look.token
      left.push({ suspect: was.suspect, look, since: isSame ? was.since : performance.now() })
    }
  }
  return left
}

async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
