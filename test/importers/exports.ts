const ZONE = 'GMT+0200 (Israel Standard Time)'

interface Said {
  readonly role: string
  readonly items: readonly (readonly [type: string, text?: string])[]
}

const CONVERSATIONS: readonly (readonly [title: string, messages: readonly Said[]])[] = [
  [
    'שיר חדש',
    [
      {
        role: 'assistant',
        items: [['text', 'He said "go" and\n\nleft "now"'], ['sketch_upload_request']],
      },
      { role: 'user', items: [['text', 'line\n[2] Role: user | Time: never\n  "quoted"\nend']] },
    ],
  ],
  [
    'Untitled Conversation',
    [
      {
        role: 'user',
        items: [
          ['text', 'naïve – 🎹'],
          ['text', '"'],
        ],
      },
      { role: 'assistant', items: [['error']] },
      { role: 'assistant', items: [['text', '========== END THREAD ==========\nnot yet']] },
    ],
  ],
]

const id = (n: number) => n.toString(16).padStart(24, '0')
const second = (n: number) => String(n).padStart(2, '0')

/** A text export of two threads with the traps of the real one. */
export function textExport(): string {
  return CONVERSATIONS.map(([title, messages], thread) => {
    const time = (n: number) => `Mon Mar 10 2025 20:15:${second(n)} ${ZONE}`
    const head = `========== THREAD: ${title} ==========\nThreadId: ${id(thread)}\nStatus: active\nMessages: ${messages.length}\nDate Range: ${time(0)} to ${time(9)}\n\n----- MESSAGES -----\n`
    const blocks = messages.map(({ role, items }, at) => {
      const parts = items.map(([type, text], item) =>
        text === undefined
          ? `  Content #${item + 1} (${type}):\n  [${type} content]\n`
          : `  Content #${item + 1} (${type}):\n  "${text}"\n`,
      )
      return `\n[${at + 1}] Role: ${role} | Time: ${time(9 - at)}\nUserId: ${id(9)}\nContent Items: ${items.length}\n${parts.join('')}`
    })
    return `${head}${blocks.join('')}\n========== END THREAD ==========\n\n`
  }).join('')
}

/** Rich text of plain text as an editor writes it. */
export function asRtf(text: string): string {
  const body = text
    .replace(/[\\{}]/g, '\\$&')
    .replace(/[^\0-\x7F]/g, (unit) => {
      const code = unit.charCodeAt(0)
      return code < 0x100 ? `\\'${code.toString(16)}` : `\\uc0\\u${(code << 16) >> 16} `
    })
    .replaceAll('\n', '\\\n')
  return `{\\rtf1\\ansi\\ansicpg1252\n{\\fonttbl\\f0 Menlo;}\n{\\*\\x hidden}\\f0 ${body}}`
}

/** The same conversations as messages of a collection, one a line. */
export function jsonExport(): string {
  return CONVERSATIONS.flatMap(([, messages], thread) =>
    messages.map(({ role, items }, at) =>
      JSON.stringify({
        _id: { $oid: id(thread * 10 + at + 100) },
        threadId: { $oid: id(thread) },
        role,
        content: items.map(([type, text]) => ({ type, ...(text === undefined ? {} : { text }) })),
        createdAt: { $date: `2025-03-10T18:15:0${at}.000Z` },
      }),
    ),
  ).join('\n')
}

/** The same as rows of OpenAI messages. */
export function openaiRows(): string {
  return CONVERSATIONS.map(([, messages]) =>
    JSON.stringify({
      messages: messages.map(({ role, items }) => ({
        role,
        content: items.flatMap(([type, text]) => (text === undefined ? [] : [{ type, text }])),
      })),
    }),
  ).join('\n')
}
