import type { Turn } from '../text/read-thread.ts'

/** What a user's turn does. A turn may do several things at once. */
export const USER_ACTS = [
  /** A new wish. */
  'request',
  /** Builds on a wish that is being served, or answers the assistant's question. */
  'detail',
  /** The same wish again, because the answer between did not serve it. */
  'same-again',
  /** Says that the answer is wrong, or not what was asked. */
  'correction',
  /** Displeasure aimed at the answer, the assistant or the product. */
  'complaint',
  /** Says or shows (an error pasted back) that what was given does not work. */
  'does-not-work',
  /** Asks to go on, because the answer stopped or came in part. */
  'continue',
  'thanks',
  'gives-up',
  'small-talk',
  /** Asks for a person or another channel. */
  'asks-for-person',
] as const

/** What an assistant's turn does. */
export const ASSISTANT_ACTS = [
  'answers',
  /** Does or hands over what was asked, confirmed. */
  'delivers',
  /** Announces something that this turn does not bring. */
  'promises',
  'asks-back',
  /** Will not. */
  'refuses',
  /** Says that it, or the product, is not able to. */
  'cannot',
  /** Has no information. */
  'does-not-know',
  /** Owns an error, or takes back what it said. */
  'admits',
  /** Sends the user to a person or another place. */
  'hands-over',
  /** Stops in the middle. */
  'cut-off',
  /** Answers something else. */
  'beside-the-point',
  /** Says nearly the same as before, where that does not serve. */
  'loops',
  /** Leaves an instruction of the user undone (length, format, language). */
  'drops-instruction',
  'other-language',
  /** Tells or shows an error of the product. */
  'broke',
  'small-talk',
  /** Refuses, cannot or does not know, whichever of them. */
  'declines',
] as const

export type UserAct = (typeof USER_ACTS)[number]
export type AssistantAct = (typeof ASSISTANT_ACTS)[number]
export type Act = UserAct | AssistantAct

/** Part of a message's text, in UTF-16 units. */
export interface Span {
  /** Index into the message's content. */
  readonly part: number
  readonly start: number
  readonly end: number
}

/** What one turn does, as far as its words and its place tell. */
export interface TurnActs {
  readonly turn: Turn
  /**
   * How sure it is that the turn does this: of turns with .9, nine in ten do, on logs like those of
   * `bench/quality/labels`. 0 for an act of the other speaker, and for a turn without text. Rounded to
   * thousandths.
   */
  probability(act: Act): number
  /** The sentence that says so: the one that carries most of the score; undefined without text. */
  deciding(act: Act): Span | undefined
}
