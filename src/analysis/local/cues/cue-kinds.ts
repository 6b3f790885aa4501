/** What a user's words can give away. */
export type UserCue =
  /** Thanks, delight: the user is content. */
  | 'thanks'
  | 'praise'
  /** Anger, disappointment, "this does not work". */
  | 'complaint'
  | 'inaccurate'
  | 'notSpecific'
  | 'ignored'
  /** Says that the product broke. */
  | 'broken'
  /** "Again", "as I said", "that is not what I asked". */
  | 'repeat'
  /** "Where is it", "still waiting". */
  | 'waiting'
  | 'giveUp'
  /** Complains of the language of the answer. */
  | 'languageComplaint'
  /** Asks for another language, or for a translation. */
  | 'languageAsk'
  /** "I wish", "it would be great if". */
  | 'wish'
  /** "Can you", "is there a way": a request begins. */
  | 'ask'
  /** Politeness and greetings before a request. */
  | 'opening'
  /** "It works", "that did it". */
  | 'solved'

/** What an assistant's words can give away. */
export type AssistantCue =
  | 'refusal'
  /** A lecture in place of an answer. */
  | 'moralizing'
  | 'unavailable'
  /** "I'll have it ready in a minute". */
  | 'promise'
  /** "Here it is". */
  | 'delivery'
  /** "Something went wrong on our side". */
  | 'broken'
  | 'apology'
