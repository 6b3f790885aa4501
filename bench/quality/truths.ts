import type { LabelledThread, Reading } from './labels.ts'

/** What labels say of a kind of finding, and how. */
interface Meaning {
  /** Codes of a user's turn, and of an assistant's, that make a finding true that lies there. */
  readonly user?: string
  readonly assistant?: string
  /** Codes that a finding must not miss, where that is less than what makes one true. */
  readonly asked?: string
}

/**
 * Kinds of findings by the codes of turns (`bench/quality/labels/README.md`). Of wrong answers those are asked
 * for that somebody in the thread calls so: nobody can see the others who knows only the thread.
 */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  refused: { assistant: 'R' },
  cannot: { assistant: 'U' },
  'does-not-know': { assistant: 'W' },
  wrong: { user: 'C', assistant: 'MZ', asked: 'CM' },
  'not-delivered': { assistant: 'P' },
  broke: { user: 'E', assistant: 'B' },
  'asked-again': { user: 'S' },
  'cut-off': { user: 'K', assistant: 'F', asked: 'F' },
  'beside-the-point': { assistant: 'O' },
  loops: { assistant: 'L' },
  'instruction-dropped': { assistant: 'I' },
  'other-language': { assistant: 'Y' },
  'handed-over': { assistant: 'H' },
  complaint: { user: 'XC' },
  thanks: { user: 'T' },
}

/** Kinds that a reader would not tell apart: a finding of one is also true where the other's codes stand. */
export const KIN: Readonly<Record<string, readonly string[]>> = {
  'cannot-open': ['cannot'],
  cannot: ['does-not-know'],
  'does-not-know': ['cannot'],
}

/** A place in a thread that one reader or both call by a kind. */
export interface TruePlace {
  readonly index: number
  /** 1: both readers; .5: one of them, so it is disputed. */
  readonly weight: number
}

/** Where a thread has what a kind means. @param asked only what a finding must not miss */
export function placesOf(thread: LabelledThread, kind: string, asked = false): TruePlace[] {
  const [first, second] = thread.readings.map((reading) => indexesOf(reading, kind, asked))
  const all = new Set([...(first ?? []), ...(second ?? [])])
  return [...all]
    .toSorted((a, b) => a - b)
    .map((index) => ({
      index,
      weight: (Number(first?.has(index) ?? false) + Number(second?.has(index) ?? false)) / 2,
    }))
}

function indexesOf(reading: Reading, kind: string, asked: boolean): Set<number> {
  if (kind === 'need') return new Set(reading.needs)
  const { user = '', assistant = '', asked: only } = MEANINGS[kind] ?? {}
  const found = new Set<number>()
  for (const [index, { speaker, codes }] of reading.turns) {
    const wanted = speaker === 'user' ? user : assistant
    const meant = codes
      .split('')
      .some((code) => wanted.includes(code) && (!asked || (only ?? wanted).includes(code)))
    if (meant && !(kind === 'not-delivered' && deliveredAfter(reading, index))) found.add(index)
  }
  return found
}

/** A promise that a later turn keeps is none that was broken. */
function deliveredAfter(reading: Reading, index: number): boolean {
  return [...reading.turns].some(([at, { codes }]) => at > index && codes.includes('V'))
}

/**
 * How true a finding is that quotes these messages: the greatest weight of a true place among them, or beside
 * one of them (an answer's failure is often quoted by the user's reaction to it, and the other way round).
 */
export function truthAt(thread: LabelledThread, kind: string, quoted: readonly number[]): number {
  const order = [...thread.readings[0].turns.keys()].toSorted((a, b) => a - b)
  const near = (index: number) => order.findIndex((at) => at >= index)
  const kinds = [kind, ...(KIN[kind] ?? [])]
  const weights = kinds
    .flatMap((each) => placesOf(thread, each))
    .filter(({ index }) => quoted.some((at) => Math.abs(near(at) - near(index)) <= 1))
    .map(({ weight }) => weight)
  return Math.max(0, ...weights)
}

/** Whether any reader looked at these messages: of long threads the beginning was read. */
export function wasRead(thread: LabelledThread, quoted: readonly number[]): boolean {
  const last = Math.max(...thread.readings[0].turns.keys())
  return quoted.some((index) => index <= last)
}
