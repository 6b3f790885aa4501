import type { CueSource } from '../cues/cue-matcher.ts'

/** What a user says of an answer in so many words. */
export type UserWords =
  /** The answer is wrong. */
  | 'wrong'
  /** The answer speaks of something else than was asked, or the user was not understood. */
  | 'beside'
  /** The answer is not what was wanted, or not done as it was told. */
  | 'astray'
  /** A word that goes with a fault: not, still, missing, why. It proves none by itself. */
  | 'amiss'
  /** The answer is not complete. */
  | 'unfinished'
  /** Displeasure with the answer, the assistant or the product. */
  | 'displeased'
  /** Something is poor: the answer, where it asked for no opinion. */
  | 'poor'
  /** What is asked was asked before. */
  | 'again'
  /** The user does not take a decline: asks to check it, or for an exception, or says that it is possible. */
  | 'insists'
  /** An instruction was not kept. */
  | 'unheeded'
  /** The user had said so before. */
  | 'told'
  /** What the user wishes or is about to do. */
  | 'wishes'
  /** The slip is the user's own. */
  | 'own-slip'
  /** The user puts in other words what he means. */
  | 'rewords'

/** What an assistant says of its answer before. */
export type AssistantWords =
  /** It was wrong: a mistake in it is owned. */
  | 'owns'
  /** An apology for a mistake, or thanks for a correction. */
  | 'regrets'
  /** The user was not understood. */
  | 'misread'
  /** The user is right. */
  | 'agrees'
  /** An apology that names no mistake. */
  | 'sorry'
  /** It was right, or is meant otherwise. */
  | 'stands'
  /** The user is asked to confirm what he wishes. */
  | 'confirms'
  /** A question, by its words. */
  | 'asks'

/**
 * Words that prove what they say by themselves, in one language. Cues of the lexicons are features that a model
 * weighs; these are quoted, so they name whom they are aimed at, and a like word of a tale is none of them.
 */
export interface PlainWords {
  readonly user: CueSource<UserWords>
  readonly assistant: CueSource<AssistantWords>
}

export type PlainKind = UserWords | AssistantWords
