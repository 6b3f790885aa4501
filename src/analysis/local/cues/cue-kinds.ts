/** What a user's words can give away. */
export const USER_CUES = [
  /** Thanks, delight: the user is content. */
  'thanks',
  'praise',
  /** Anger, disappointment, "this does not work". */
  'complaint',
  'inaccurate',
  'notSpecific',
  'ignored',
  /** Says that the product broke. */
  'broken',
  /** "Again", "as I said", "that is not what I asked". */
  'repeat',
  /** "Where is it", "still waiting". */
  'waiting',
  'giveUp',
  /** Complains of the language of the answer. */
  'languageComplaint',
  /** Asks for another language, or for a translation. */
  'languageAsk',
  /** "I wish", "it would be great if". */
  'wish',
  /** "Can you", "is there a way": a request begins. */
  'ask',
  /** Politeness and greetings before a request. */
  'opening',
  /** "It works", "that did it". */
  'solved',
  /** "No, I meant", "it should be", "are you sure?". */
  'correction',
  /** "That is wrong", "you forgot the second one", "not what I asked". */
  'callsWrong',
  /** "Still the same error", "I tried it and nothing happens". */
  'notWorking',
  /** "Continue", "you stopped". */
  'goOn',
  /** "A real person, please". */
  'person',
  /** "How are you", "bye". */
  'chat',
  /** Displeasure, in more words than `complaint` knows. */
  'displeasure',
  /** "I'll look for it elsewhere", "maybe later". */
  'leaving',
] as const

export type UserCue = (typeof USER_CUES)[number]

/** What an assistant's words can give away. */
export const ASSISTANT_CUES = [
  'refusal',
  /** A lecture in place of an answer. */
  'moralizing',
  'unavailable',
  /** "I'll have it ready in a minute". */
  'promise',
  /** "Here it is". */
  'delivery',
  /** "Something went wrong on our side". */
  'broken',
  'apology',
  /** "You're right", "my previous answer was wrong". */
  'admission',
  /** "I can't open links", "no access to the file". */
  'cannotOpen',
  /** "As an AI", "I am not able to". */
  'inability',
  /** "It is not possible to", "not available", whoever is not able. */
  'notPossible',
  /** "I don't have information on", "I'm not familiar with". */
  'unknowing',
  /** "As an AI I have no feelings", before an answer. */
  'disclaims',
  /** "I'm not sure what you're asking". */
  'unclear',
  /** "However", "that said": what was declined is served after all. */
  'evenSo',
  /** "Nothing was found", "no such flights". */
  'nothingFound',
  /** "I'll transfer you", "contact support". */
  'handOver',
  /** "Could you tell me which", "please provide". */
  'asksBack',
  /** "Here is the rest", "continuing". */
  'resumes',
  /** "Unfortunately". */
  'regret',
  /** "An error occurred", "failed to". */
  'fault',
  /** "Let me check", "one moment". */
  'announcement',
  /** "It is booked", "successfully". */
  'done',
  /** "Anything else?", "you're welcome". */
  'closing',
  /** "I will not write that", in a sentence of the assistant about itself. */
  'wontDo',
  /** "I cannot help with that": unwilling, unless it says that it is not able. */
  'cannotHelp',
  /** "I cannot count them": unable, unless its reasons are those of one who will not. */
  'cannotDo',
  /** "I have no access to it", "I cannot draw". */
  'noAbility',
  /** "I have no information on it". */
  'noKnowledge',
  /** Reasons of law, ethics and rules. */
  'policy',
] as const

export type AssistantCue = (typeof ASSISTANT_CUES)[number]
