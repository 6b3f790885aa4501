import { sha256 } from '../../domain/values/canonical-json.ts'
import { compareIds, encodeKey } from '../../domain/values/ids.ts'

/** A thread that can be drawn. */
export interface Candidate {
  readonly id: string
  /** `''` for one that has none. */
  readonly topic: string
  /** Of its last message, `2025-03`; `''` for one without times. */
  readonly month: string
}

interface Ranked extends Candidate {
  readonly rank: number
}

interface Placed extends Ranked {
  /** From 0 to 1: how large a part of all is drawn before it. */
  readonly place: number
}

/**
 * The order in which threads are drawn, by chance that is in their ids: the same wherever it is asked for. The first N
 * are a sample of N, in which each topic, and each month of a topic, has its share up to a thread, and each thread has
 * the same chance. A larger sample holds each smaller one.
 *
 * Within a month of a topic the rank is a hash of the id. The i-th of n threads has the place (i + start) / n; the
 * starts of a topic's months are spread evenly over 0 to 1, from a random one on, so that where each month has less
 * than a thread in the sample its topic has its share all the same.
 */
export function sampleOrder(candidates: readonly Candidate[]): string[] {
  const ranked = candidates
    .map((one): Ranked => ({ ...one, rank: chance('rank', one.id) }))
    .toSorted(byRank)
  return [...Map.groupBy(ranked, ({ topic }) => topic).values()]
    .flatMap(placesOf)
    .toSorted((a, b) => a.place - b.place || byRank(a, b))
    .map(({ id }) => id)
}

function placesOf(ofTopic: readonly Ranked[]): Placed[] {
  const first = chance('start', ofTopic[0]?.id ?? '')
  // In an order that says nothing of how large they are.
  const months = [...Map.groupBy(ofTopic, ({ month }) => month).values()]
    .map((threads) => ({ threads, at: chance('month', threads[0]?.id ?? '') }))
    .toSorted((a, b) => a.at - b.at)
  return months.flatMap(({ threads }, m) => {
    const start = (m + first) / months.length
    return threads.map((thread, i) => ({ ...thread, place: (i + start) / threads.length }))
  })
}

function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || compareIds(a.id, b.id)
}

/** A number from 0 to 1 that a purpose and an id have. */
function chance(purpose: string, id: string): number {
  return Number.parseInt(sha256(`${purpose} ${encodeKey(id)}`).slice(0, 12), 16) / 2 ** 48
}
