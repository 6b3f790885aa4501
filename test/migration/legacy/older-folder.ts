import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A message as the older app kept it: a document of the product's collection. */
export function rawMessage(thread: string, n: number, content: unknown): object {
  return {
    _id: { $oid: `${thread.slice(0, 22)}0${n}` },
    threadId: { $oid: thread },
    userId: { $oid: '679eb58066bffc9fccf7b317' },
    role: n % 2 === 0 ? 'user' : 'assistant',
    content,
    createdAt: { $date: `2025-03-10T10:00:0${n}.000Z` },
  }
}

export const JSON_AND_TEXT = '67a4473c411ee6985e8fdc16'
export const JSON_ONLY = '67a5c2fd8f16dfb7c2c600dc'
export const TEXT_ONLY = '67a7327afd6de3fab8f84581'
export const EXPORT_ONLY = '67ab388096cf593fe8f3dec3'

export const MESSAGES = [
  rawMessage(JSON_AND_TEXT, 0, [{ type: 'text', text: 'how do i pan a choir?' }]),
  rawMessage(JSON_AND_TEXT, 1, 'wide, "low voices" in the middle'),
]

/** Lines with roles, whose second text is what Python prints of a list of parts. */
const PLAIN = `Thread ID: ${TEXT_ONLY}
Messages: 3
${'='.repeat(60)}

[2025-03-10 10:00:00] USER:
is it "finished"?
user: not you

[2025-03-10 10:00:01] ASSISTANT:
[{'type': 'text', 'text': "it's done"}, {'type': 'song_rendering_complete', 'note': None, 'ok': True}]

[2025-03-10 10:00:02] USER:
thanks
${'-'.repeat(40)}
`

const EXPORTED = `========== THREAD: Bridges ==========
ThreadId: ${EXPORT_ONLY}
Status: active
Messages: 1

----- MESSAGES -----

[1] Role: user | Time: Mon Mar 10 2025 20:15:20 GMT+0200 (Israel Standard Time)
UserId: 679eb58066bffc9fccf7b317
Content Items: 1
  Content #1 (text):
  "[{'type': 'text', 'text': 'a bridge in Dm'}]"

========== END THREAD ==========
`

/** The files of a folder of the older app, by their paths. */
export const OLDER_FILES: Readonly<Record<string, string>> = {
  [`organized_threads/${JSON_AND_TEXT}.json`]: text({
    thread_id: JSON_AND_TEXT,
    messages: MESSAGES,
    first_message_time: '2025-03-10T10:00:00',
    last_message_time: '2025-03-10T10:00:01',
    message_count: 2,
  }),
  [`organized_threads/${JSON_AND_TEXT}.txt`]: 'Thread: what stands in the other file once more\n',
  // Messages that do not say where they belong.
  [`organized_threads/${JSON_ONLY}.json`]: text([{ role: 'user', content: 'and the drums?' }]),
  [`organized_threads/${TEXT_ONLY}.txt`]: PLAIN,
  [`organized_threads/${EXPORT_ONLY}.txt`]: EXPORTED,
  'organized_threads/broken.json': '{"thread_id": "broken", "messages": [{"role": "us',
  'data/thread_index.json': text({
    threads: [
      { id: JSON_AND_TEXT, message_count: 2, analyzed: true, evidence_for: ['a2'] },
      { id: 'lost', message_count: 1, analyzed: false },
    ],
    total_count: 2,
  }),
  'data/analysis_history.json': text({
    analyses: [
      {
        id: 'a1',
        timestamp: '2025-03-11T09:00:00.123456',
        session_id: 's1',
        thread_count: 2,
        thread_ids: [JSON_ONLY, TEXT_ONLY],
      },
    ],
    latest: 'a1',
  }),
  'analysis_results/a1.json': text({ metadata: { id: 'a1' }, results: { mood: 'calm' } }),
  'analysis_results/a2.json': text({ results: 'of a choir' }),
  'analysis_results/combined.json': text({ combined: `see ${EXPORT_ONLY}.` }),
  'analysis_results/notes.md': '# of all',
  'analysis_results/cut.json': '{"results": ',
}

export async function writeOlder(
  root: string,
  files: Readonly<Record<string, string>> = OLDER_FILES,
): Promise<void> {
  for (const folder of ['organized_threads', 'data', 'analysis_results']) {
    await mkdir(join(root, folder), { recursive: true })
  }
  for (const [path, content] of Object.entries(files)) await writeFile(join(root, path), content)
}

function text(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
