import { ASSISTANT_CUES, USER_CUES } from '../../cues/cue-kinds.ts'
import { similarity } from '../../../encoder/encoder.ts'
import { askedAmount } from './asked-amount.ts'
import type { FeatureSheet } from './feature-sheet.ts'
import type { Neighbours } from './neighbours.ts'
import { overlap } from './similar.ts'
import type { AnyCue, TurnFacts } from './turn-facts.ts'

/** The names that {@link fillFeatures} sets, in the order of a model's weights. */
export function featureNames(speaker: TurnFacts['speaker']): string[] {
  const [mine, theirs] =
    speaker === 'user' ? [USER_CUES, ASSISTANT_CUES] : [ASSISTANT_CUES, USER_CUES]
  return [
    ...mine.flatMap((cue) => [`says ${cue}`, `opens ${cue}`, `ends ${cue}`]),
    ...theirs.flatMap((cue) => [`before ${cue}`, `after ${cue}`]),
    ...mine.map((cue) => `own after ${cue}`),
    ...SHAPE_NAMES,
    ...PLACE_NAMES,
  ]
}

const SHAPE_NAMES = [
  'up to 3 words',
  'up to 8 words',
  'up to 20 words',
  'over 120 words',
  'log length',
  'code',
  'open fence',
  'open end',
  'open end, long line',
  'open end, item',
  'open item',
  'open clause',
  'open code',
  'ends in code',
  'items',
  'ends asking',
  'asks',
  'exclaims',
  'link',
  'capitals',
  'set apart',
  'error',
  'errors',
] as const

const PLACE_NAMES = [
  'first',
  'answered',
  'like the last',
  'like any',
  'means like the last',
  'means like any',
  'means like the turn before',
  'own after means like before',
  'own after means like this',
  'same words',
  'like the turn before',
  'like the turn after',
  'longer than before',
  'language differs',
  'error after',
  'short after',
  'own after like before',
  'own after like this',
  'before asks',
  'before open',
  'amount asked',
  'amount missing',
] as const

/** What is seen of a turn and of the turns around it; each value is about 0..1. */
export function fillFeatures(sheet: FeatureSheet, at: TurnFacts, near: Neighbours): void {
  fillCues(sheet, at, near)
  fillShape(sheet, at)
  fillPlace(sheet, at, near)
}

function fillCues(sheet: FeatureSheet, at: TurnFacts, near: Neighbours): void {
  for (const kind of at.kinds) sheet.set(`says ${kind}`, 1)
  for (const kind of at.headKinds) sheet.set(`opens ${kind}`, 1)
  for (const kind of at.tailKinds) sheet.set(`ends ${kind}`, 1)
  setEach(sheet, 'before', near.before?.kinds)
  setEach(sheet, 'after', near.after?.headKinds)
  setEach(sheet, 'own after', near.ownAfter?.headKinds)
}

function setEach(sheet: FeatureSheet, name: string, kinds: ReadonlySet<AnyCue> | undefined): void {
  for (const kind of kinds ?? []) sheet.set(`${name} ${kind}`, 1)
}

function fillShape(sheet: FeatureSheet, { shape, words, ownWords, errors }: TurnFacts): void {
  sheet.set('up to 3 words', words <= 3)
  sheet.set('up to 8 words', words <= 8)
  sheet.set('up to 20 words', words <= 20)
  sheet.set('over 120 words', words > 120)
  sheet.set('log length', Math.min(1, Math.log2(1 + shape.length) / 12))
  sheet.set('code', shape.hasCode)
  sheet.set('open fence', shape.openFence)
  sheet.set('open end', shape.openEnd)
  sheet.set('open end, long line', shape.openEnd && shape.lastLine > 60 && !shape.lastIsItem)
  sheet.set('open end, item', shape.openEnd && shape.lastIsItem)
  sheet.set('open item', shape.openItem)
  sheet.set('open clause', shape.openClause)
  sheet.set('open code', shape.openCode)
  sheet.set('ends in code', shape.endsInCode)
  sheet.set('items', Math.min(1, shape.items / 10))
  sheet.set('ends asking', shape.endsAsking)
  sheet.set('asks', shape.asks)
  sheet.set('exclaims', shape.exclaims)
  sheet.set('link', shape.hasLink)
  sheet.set('capitals', shape.capitals)
  sheet.set('set apart', words === 0 ? 0 : 1 - ownWords / words)
  sheet.set('error', errors > 0)
  sheet.set('errors', Math.min(1, errors / 3))
}

function fillPlace(sheet: FeatureSheet, at: TurnFacts, near: Neighbours): void {
  const { before, after, own, ownAfter } = near
  sheet.set('first', own.length === 0)
  sheet.set('answered', near.answered)
  sheet.set('like the last', near.likeLast)
  sheet.set('like any', near.likeAny)
  sheet.set('means like the last', rising(near.meansLast))
  sheet.set('means like any', rising(near.meansAny))
  sheet.set('same words', near.same)
  sheet.set('language differs', languageDiffers(at, before))
  if (before !== undefined) {
    sheet.set('like the turn before', overlap(at.stems, before.stems))
    sheet.set('means like the turn before', similarity(at.vector, before.vector))
    sheet.set('longer than before', Math.min(1, at.words / (1 + before.words) / 4))
    sheet.set('before asks', before.shape.endsAsking)
    sheet.set('before open', before.shape.openEnd || before.shape.openFence)
    if (at.speaker === 'assistant') fillAmount(sheet, at, before)
  }
  if (after !== undefined) {
    sheet.set('like the turn after', overlap(at.stems, after.stems))
    sheet.set('error after', after.errors > 0)
    sheet.set('short after', after.words <= 3)
    if (before !== undefined) {
      sheet.set('own after like before', overlap(before.stems, after.stems))
      sheet.set('own after means like before', rising(similarity(before.vector, after.vector)))
    }
  }
  if (ownAfter !== undefined) {
    sheet.set('own after like this', overlap(at.stems, ownAfter.stems))
    sheet.set('own after means like this', rising(similarity(at.vector, ownAfter.vector)))
  }
}

function fillAmount(sheet: FeatureSheet, at: TurnFacts, before: TurnFacts): void {
  const amount = askedAmount(before.turn.texts[0]?.text ?? '')
  if (amount === undefined) return
  const given = amount.unit === 'words' ? at.words : at.shape.items
  sheet.set('amount asked', 1)
  sheet.set('amount missing', given < amount.count * 0.6)
}

/** Turns of one thread mean alike anyway: only what is well above that tells. */
function rising(cosine: number): number {
  return Math.max(0, (cosine - 0.5) * 2)
}

/** Both told for sure, neither of them a scrap. */
function languageDiffers(at: TurnFacts, before: TurnFacts | undefined): boolean {
  return (
    before !== undefined &&
    at.languageSure &&
    before.languageSure &&
    at.language !== before.language &&
    at.ownWords >= 8 &&
    before.ownWords >= 4
  )
}
