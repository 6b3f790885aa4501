import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import {
  analyzed,
  assignment,
  at,
  KEY,
  say,
  threadOf,
  topicModel,
} from '../../conformance/check.ts'

/** Two messages with words that no other thread has, and of another user each. */
function threadNumber(n: number): Thread {
  return threadOf(
    {
      id: `t${n}`,
      title: `Title ${n}`,
      messages: [
        say(`question${n} about mixing number${n}`, { id: 'm1', userId: `u${n}`, time: n * 10 }),
        say(`answer${n} says so`, { id: 'm2', role: 'assistant', time: n * 10 + 1 }),
      ],
    },
    at(1000),
  )
}

export const THREADS: readonly Thread[] = Array.from({ length: 6 }, (_, n) => threadNumber(n))
export const IDS = THREADS.map(({ id }) => id)

/** The first word of a thread, quoted. */
const quoteOf = ({ id, messages: [first] }: Thread) => {
  const [part] = first?.content ?? []
  const text = part?.type === 'text' && 'text' in part ? part.text : ''
  const [word = ''] = text.split(' ')
  return { threadId: id, messageId: 'm1', part: 0, start: 0, end: word.length, quote: word }
}

/** Every kind of record, one thread that is pending, one that was erased, and quotes that hold. */
export async function fill(store: ChatStore): Promise<void> {
  await store.mergeThreads([...THREADS, threadNumber(9)])
  const done = THREADS.slice(0, 5)
  await store.saveAnalyses(
    done.map((thread, n) =>
      analyzed(thread, {
        outcome: n % 2 === 0 ? 'resolved' : 'unresolved',
        outcomeEvidence: [quoteOf(thread)],
        language: n === 1 ? 'he' : 'en',
      }),
    ),
  )
  await store.putRecords('topicModel', [topicModel('m1')])
  await store.saveTopicAssignments(done.map((thread, n) => assignment('m1', thread, `t${n % 2}`)))
  await store.putRecords('run', [
    {
      id: `${at(0)}-00000000`,
      analyzerKey: KEY,
      startedAt: at(0),
      status: 'done',
      schemaVersion: 2,
      planned: 6,
      analyzed: 5,
      failed: 0,
      failedBy: {},
      errors: [],
    },
  ])
  await store.eraseThreads(['t9'])
  await store.flushIndex()
}
