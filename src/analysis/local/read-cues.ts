import type { Thread } from '../../domain/thread/thread.ts'
import type { AssistantCue, UserCue } from './cues/cue-kinds.ts'
import { CueMatcher } from './cues/cue-matcher.ts'
import type { Cue, ThreadReading } from './detectors/thread-reading.ts'
import { detectLanguage } from './language/detect-language.ts'
import type { LanguageGuess } from './language/detect-language.ts'
import { LEXICONS } from './lexicon/lexicons.ts'
import { PLAIN_WORDS } from './plain/languages.ts'
import type { AssistantWords, UserWords } from './plain/plain-words.ts'
import { readThread } from './text/read-thread.ts'
import type { ReadText, Turn } from './text/read-thread.ts'

/** Languages that a short text is easily taken for one another. */
const LATIN = new Set([
  'en',
  'es',
  'pt',
  'fr',
  'it',
  'ca',
  'gl',
  'de',
  'nl',
  'ro',
  'tl',
  'da',
  'sv',
  'no',
])

/** Words of a turn from which it is taken to hold pasted matter; words at its edges that are the user's. */
const LONG_TURN = 120
const EDGE = 40

/** Reads threads: words, cues and languages. Precompiled, without a state of any thread. */
export class ThreadReader {
  readonly #user = new CueMatcher<UserCue>(LEXICONS.map(({ user }) => user))
  readonly #assistant = new CueMatcher<AssistantCue>(LEXICONS.map(({ assistant }) => assistant))
  readonly #userWords = new CueMatcher<UserWords>(PLAIN_WORDS.map(({ user }) => user))
  readonly #assistantWords = new CueMatcher<AssistantWords>(
    PLAIN_WORDS.map(({ assistant }) => assistant),
  )

  read(thread: Thread): ThreadReading {
    const turns = readThread(thread)
    const users = turns.filter(({ speaker }) => speaker === 'user')
    const assistants = turns.filter(({ speaker }) => speaker === 'assistant')
    const guesses = turns.map(guessOf)
    const language = threadLanguage(users, assistants, guesses)
    // A turn that says too little speaks the thread's language.
    const languages = guesses.map((guess) => (guess?.sure === true ? guess.language : language))
    const cuesIn = <K extends string>(
      matcher: CueMatcher<K>,
      turn: Turn,
      counts: (text: ReadText, from: number) => boolean,
    ) => cuesOfTurn(matcher, turn, languages[turn.index] === 'en', counts)
    const userCuesByTurn = turns.map((turn) =>
      turn.speaker === 'user' ? cuesIn(this.#user, turn, isVoiced) : [],
    )
    return {
      thread,
      turns,
      users,
      assistants,
      userCues: userCuesByTurn.flat(),
      userCuesByTurn,
      assistantCues: assistants.flatMap((turn) => cuesIn(this.#assistant, turn, () => true)),
      plain: turns.map((turn) =>
        turn.speaker === 'user'
          ? cuesIn(this.#userWords, turn, isVoiced)
          : cuesIn(this.#assistantWords, turn, isHead),
      ),
      languages,
      sure: guesses.map((guess) => guess?.sure === true),
      language,
    }
  }
}

function cuesOfTurn<K extends string>(
  matcher: CueMatcher<K>,
  turn: Turn,
  inEnglish: boolean,
  counts: (text: ReadText, from: number) => boolean,
): Cue<K>[] {
  return turn.texts.flatMap((text) =>
    matcher
      .match(text.tokens, inEnglish)
      .filter(({ from }) => text.apart[from] !== true && counts(text, from))
      .map((match) => ({ kind: match.kind, turn, text, match })),
  )
}

/** What an answer says of the one before, it says first. */
function isHead(_text: ReadText, from: number): boolean {
  return from < EDGE
}

/** In what people paste, only the words around it are theirs. */
function isVoiced(text: ReadText, from: number): boolean {
  const words = text.tokens.words.length
  return words <= LONG_TURN || from < EDGE || from >= words - EDGE
}

function proseOf(words: readonly string[], apart: readonly boolean[]): string {
  const prose: string[] = []
  for (let i = 0; i < words.length && prose.length < 60; i++) {
    const word = words[i]
    if (word !== undefined && apart[i] !== true) prose.push(word)
  }
  return prose.join(' ')
}

function guessOf(turn: Turn): LanguageGuess | undefined {
  if (turn.speaker === 'other') return undefined
  const [only, ...more] = turn.texts
  if (only === undefined) return undefined
  const words =
    more.length === 0 ? only.tokens.words : turn.texts.flatMap((text) => text.tokens.words)
  const apart = more.length === 0 ? only.apart : turn.texts.flatMap((text) => text.apart)
  return detectLanguage(words, apart, () => proseOf(words, apart))
}

/** The users'; where none of their turns is sure, that of the answers. */
function threadLanguage(
  users: readonly Turn[],
  assistants: readonly Turn[],
  guesses: readonly (LanguageGuess | undefined)[],
): string | undefined {
  const told = users.some(({ index }) => guesses[index]?.sure === true)
  const answered = assistants.filter(({ index }) => guesses[index]?.sure === true)
  const spoken = languageOf(users, guesses)
  if (told || answered.length === 0) return spoken ?? languageOf(assistants, guesses)
  const language = languageOf(answered, guesses)
  return spoken !== undefined && !LATIN.has(spoken) ? spoken : language
}

/** The language of most of the words that these turns say. */
function languageOf(
  turns: readonly Turn[],
  guesses: readonly (LanguageGuess | undefined)[],
): string | undefined {
  const words = new Map<string, number>()
  for (const { index } of turns) {
    const guess = guesses[index]
    if (guess === undefined) continue
    const weight = Math.min(guess.words, 60) * (guess.sure ? 1 : 0.3)
    words.set(guess.language, (words.get(guess.language) ?? 0) + weight)
  }
  return [...words].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0]
}
