import type { ScriptPart } from './parse-script.ts'
import type { SampleMessage, SampleThread } from './schedule.ts'
import { seededRandom } from './seeded-random.ts'

/**
 * The messages collection in the order of insertion, so threads interleave: an array, one document a
 * line, MongoDB Extended JSON v2.
 *
 * @param form `relaxed` writes times as ISO text, `canonical` as `{"$numberLong": "ms"}`.
 */
export function writeJson(threads: readonly SampleThread[], form: 'relaxed' | 'canonical'): string {
  const rows = threads
    .flatMap((thread) => thread.messages.map((message) => ({ thread, message })))
    .sort((a, b) => a.message.createdAt - b.message.createdAt)
    .map(({ thread, message }) => JSON.stringify(documentOf(thread, message, form)))
  return `[${rows.join(',\n')}]\n`
}

function documentOf(thread: SampleThread, message: SampleMessage, form: 'relaxed' | 'canonical') {
  const time = (ms: number) => ({
    $date: form === 'relaxed' ? new Date(ms).toISOString() : { $numberLong: String(ms) },
  })
  const edit = message.editedAt
  // The product renamed the field once; both names are met.
  const editField = message.role === 'user' ? 'editedAt' : 'updatedAt'
  return {
    _id: { $oid: message.id },
    threadId: { $oid: thread.id },
    userId: { $oid: thread.userId },
    role: message.role,
    content: contentOf(message),
    createdAt: time(message.createdAt),
    ...(edit === undefined ? {} : { [editField]: time(edit) }),
  }
}

/** Text alone comes as a text, a list of texts or a list of parts. */
function contentOf(message: SampleMessage) {
  const random = seededRandom(`content ${message.id}`)
  const form = random.next()
  const [first] = message.parts
  if (message.parts.length === 1 && first !== undefined && 'text' in first) {
    if (form < (message.role === 'user' ? 0.6 : 0.2)) return first.text
    if (form < 0.65) return [first.text]
  }
  return message.parts.map((part) => partOf(part, message))
}

function partOf(part: ScriptPart, message: SampleMessage) {
  if ('text' in part) return { type: 'text', text: part.text }
  if (part.item === 'error') return { type: 'error', code: 'JOB_FAILED' }
  return /_(?:start|complete)$/u.test(part.item)
    ? { type: part.item, jobId: `job-${message.id.slice(-6)}` }
    : { type: part.item }
}
