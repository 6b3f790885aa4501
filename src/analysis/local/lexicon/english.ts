import { englishAssistant } from './english-assistant.ts'
import { englishUser } from './english-user.ts'
import type { Lexicon } from './lexicon.ts'

export const english: Lexicon = { user: englishUser, assistant: englishAssistant }
