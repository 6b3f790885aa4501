import { hash } from 'node:crypto'

/** A stream of numbers that depends on its seed alone. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  /** A new list in random order. */
  shuffled<T>(items: readonly T[]): T[]
}

/** Mulberry32 over the first 32 bits of the seed's SHA-256: good enough for looks, equal everywhere. */
export function seededRandom(seed: string): SeededRandom {
  let state = Number.parseInt(hash('sha256', seed, 'hex').slice(0, 8), 16)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    shuffled: (items) => {
      const rest = [...items]
      return items.flatMap(() => rest.splice(between(0, rest.length - 1), 1))
    },
  }
}
