import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'

const ROLES: Readonly<Record<string, string>> = {
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  bot: 'assistant',
  chatbot: 'assistant',
  model: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  llm: 'assistant',
  copilot: 'assistant',
  gemini: 'assistant',
  claude: 'assistant',
  'ai assistant': 'assistant',
  'virtual assistant': 'assistant',
  system: 'system',
  tool: 'tool',
}
/** Roles of a chat that are none of the four, and are kept as they are. */
const OTHERS: ReadonlySet<string> = new Set(
  'developer function client counselor customer agent visitor prompter end-user'.split(' '),
)

/** The role of a word in whatever spelling (`USER `, `AIMessage`); undefined where the word is another. */
export function knownRole(word: string): string | undefined {
  const plain = word
    .trim()
    .replace(/^role[ _-](?=.)|(?<=.)\s*:$/gi, '')
    .toLowerCase()
  const bare = plain.replace(/(?<=.)[ _-]?message(?:[ _-]?chunk)?$/, '')
  // Own members alone: a role may be called `constructor`.
  if (Object.hasOwn(ROLES, bare)) return ROLES[bare]
  return OTHERS.has(plain) ? plain : undefined
}

/** The word that a value gives as a role: a text, or an object that names its role. */
export function roleWord(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  if (!isJsonObject(value)) return undefined
  const inner = value['role'] ?? value['type'] ?? value['name']
  return typeof inner === 'string' && inner.trim() !== '' ? inner : undefined
}
