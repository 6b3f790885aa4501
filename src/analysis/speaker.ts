export type Speaker = 'user' | 'assistant' | 'other'

const USERS = new Set(['user', 'human', 'client', 'customer', 'prompter', 'visitor', 'end-user'])
const ASSISTANTS = new Set([
  'assistant',
  'bot',
  'ai',
  'gpt',
  'model',
  'agent',
  'chatgpt',
  'bard',
  'counselor',
  'chatbot',
])

const TOOLS = new Set(['tool', 'function', 'tool_result'])

/** Who speaks in messages of a role, by the words that logs use. */
export function speakerOf(role: string): Speaker {
  const word = role.toLowerCase()
  if (USERS.has(word)) return 'user'
  return ASSISTANTS.has(word) ? 'assistant' : 'other'
}

/** Whether messages of the role are what a tool answered. */
export function isTool(role: string): boolean {
  return TOOLS.has(role.toLowerCase())
}
