import { percentOf } from '../values/percent.ts'
import { usd } from './money.ts'

/** Why threads are to be analyzed, of those that were looked at: `(3 new, 1 changed of the first 4)`. */
export function whyText({
  planned,
  seen,
  changed,
}: {
  readonly planned: number
  readonly seen: number
  readonly changed: number
}): string {
  const number = (n: number) => n.toLocaleString('en-US')
  const of = seen < planned ? ` of the first ${number(seen)}` : ''
  return `${number(seen - changed)} new, ${number(changed)} changed${of}`
}

/** `About $0.42, at most $3.10`, and by how many of the calls that is told where it is not all of them. */
export function costText(
  { about, most }: { readonly about: number; readonly most: number },
  share: number,
): string {
  const by = share < 1 ? ` (if all are like the ${percentOf(share, 1)} that were looked at)` : ''
  return `About ${usd(about)}, at most ${usd(most)}${by}`
}

/** `the list prices of 2026-11-01`, and whose they are where somebody else is asked. */
export function listText(pricesAsOf: string, isElsewhere: boolean): string {
  const whose = isElsewhere ? ", which are the maker's: who is asked may charge something else" : ''
  return `the list prices of ${pricesAsOf}${whose}`
}

/** Of threads that are pending and not planned, as a batch will answer them. */
export function underWayText(threads: number): string {
  return `${threads.toLocaleString('en-US')} of the pending are in a batch under way: --batch collects it.`
}
