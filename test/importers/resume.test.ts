import { describe, expect, it } from 'vitest'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { contentOf, importBytes } from './import-bytes.ts'

const ROUNDS = process.env['TEST_LONG'] === '1' ? 40 : 3
const FILLING = 'words and more words '.repeat(60)

/** One thread is spoken in from the first byte to the last; the others come and go. */
function jsonLines(messages: number): string {
  return Array.from({ length: messages }, (_, n) =>
    JSON.stringify({
      _id: `m${n}`,
      threadId: n % 50 === 0 ? 'long' : `t${Math.floor(n / 40)}-${n % 3}`,
      role: 'user',
      content: `${n} ${FILLING}`,
      createdAt: new Date(1_700_000_000_000 + n * 1000).toISOString(),
    }),
  ).join('\n')
}

function textThreads(threads: number): string {
  const time = 'Mon Mar 10 2025 20:15:15 GMT+0200 (Israel Standard Time)'
  return Array.from(
    { length: threads },
    (_, n) =>
      `========== THREAD: T ==========\nThreadId: ${n}\nStatus: active\nMessages: 1\n\n----- MESSAGES -----\n\n[1] Role: user | Time: ${time}\nUserId: u\nContent Items: 1\n  Content #1 (text):\n  "${n} ${FILLING}"\n\n========== END THREAD ==========\n\n`,
  ).join('')
}

function rows(count: number): string {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({ messages: [{ role: 'user', content: `${n} ${FILLING}` }] }),
  ).join('\n')
}

describe.each([
  ['hitcraft-json', jsonLines(9000), 9000],
  ['hitcraft-text', textThreads(5000), 5000],
  ['openai-messages', rows(5000), 5000],
] as const)('an import of %s', (_format, content, messages) => {
  it('that is interrupted again and again ends as an undisturbed one', async () => {
    const whole = await importBytes(content)
    expect(whole.threads.reduce((sum, thread) => sum + thread.messages.length, 0)).toBe(messages)
    expect(whole.records[0]?.messages).toBe(messages)
    const store = await openChatStore({ kind: 'memory' })
    const statuses: string[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const abort = new AbortController()
      let before: string | undefined
      const { records } = await importBytes(content, {
        store,
        signal: abort.signal,
        onProgress: ({ record: { resume } }) => {
          const now = JSON.stringify(resume) ?? ''
          before ??= now
          // A batch was stored since this import began.
          if (now !== before && round < ROUNDS) abort.abort()
        },
      })
      const [record] = records
      statuses.push(record?.status ?? '')
      if (record?.status === 'done') break
    }
    expect(statuses.at(-1)).toBe('done')
    expect(statuses).toContain('interrupted')
    const { threads, records } = await importBytes(content, { store })
    expect(contentOf(threads)).toBe(contentOf(whole.threads))
    expect(records[0]).toMatchObject({ added: 0, updated: 0, unchanged: whole.threads.length })
    const imports = await store.listRecords('import', { descending: true, limit: 10 })
    expect(imports.find(({ added }) => added > 0)?.messages).toBe(whole.records[0]?.messages)
    await store.close()
  })
})
