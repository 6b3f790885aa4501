import { FEWEST_JUDGED, isHeld, lowerBound, MEASURED } from '../../analysis/local/certainty.ts'
import { PROVIDERS } from '../../analysis/models/providers.ts'
import { heldText, readText } from '../../domain/written/held.ts'
import type { Held } from '../figures.ts'

/**
 * How well a kind of finding of the analyzer with this key is held; undefined for a kind that is not, for one that is shown for
 * what its items say, and for every kind of an analyzer whose findings nobody judged.
 */
export function worthOf(analyzerKey: string): (kind: string) => Held | undefined {
  return isMeasured(analyzerKey) ? heldOf : () => undefined
}

function heldOf(kind: string): Held | undefined {
  return isHeld(kind) ? judgedOf(kind) : undefined
}

/** What readers judged of a kind; undefined for one that nobody judged. */
function judgedOf(kind: string): Held | undefined {
  const judged = Object.hasOwn(MEASURED, kind) ? MEASURED[kind] : undefined
  if (judged === undefined || judged.judged === 0) return undefined
  return { ...judged, atLeast: lowerBound(judged.judged, judged.true) }
}

/** Why findings of a kind, or some of a kind that is held, are not counted. */
export function unheldText(kind: string): string {
  if (isHeld(kind)) return 'less sure than those that are counted'
  const held = judgedOf(kind)
  if (held === undefined) return 'not checked by readers yet'
  return held.judged < FEWEST_JUDGED
    ? `${readText(held)}, too few to tell`
    : `${heldText(held)}, not sure enough to be counted`
}

/** Said of an analyzer whose findings nobody has judged. */
export const UNMEASURED =
  'A model found what stands here. Every quote was held against its message, but how often such findings are right was not measured: read the words before you rely on a figure.'

/**
 * In how many of the problems of random threads, by labels of other logs, what the local analyzer shows is among them:
 * "all but thanks" in the first table of `docs/quality.md`.
 */
export const TOLD = { found: 30, of: 195 }

/** Said of the figures of an analyzer that was measured: how much it overlooks. */
export const OVERLOOKED = `Failures and needs are minimum figures: by labels of random threads of other logs, about one problem in ${Math.round(TOLD.of / TOLD.found)} is found (docs/quality.md).`

/** Whether readers judged findings of the analyzer with this key: they did not of one that asks a model. */
export function isMeasured(analyzerKey: string): boolean {
  return !Object.keys(PROVIDERS).some((name) => analyzerKey.startsWith(`${name}-`))
}
