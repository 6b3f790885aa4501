import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { StoredSpace } from '../../../src/domain/analysis/topic-model.ts'
import type { ImportRecord } from '../../../src/domain/import-record.ts'
import type { Run } from '../../../src/domain/analysis/run.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { reportMark } from '../../../src/insights/render/report-mark.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import {
  analyzed,
  assignment,
  at,
  KEY,
  say,
  threadOf,
  topicModel,
  topicOf,
} from '../../conformance/check.ts'
import { piece } from './pieces.ts'

/** Words that only the threads have which are to be erased. */
export interface Secrets {
  readonly text: string
  readonly title: string
  readonly user: string
  readonly id: string
}

/** Each means nothing, and has an ending that no stem goes without (`e`, `ed`). */
export function newSecrets(): Secrets {
  const secret = () => `z${randomBytes(20).toString('hex')}z`
  return { text: secret(), title: secret(), user: secret(), id: secret() }
}

/** Threads that stay. */
export const KEPT: readonly Thread[] = Array.from({ length: 30 }, (_, n) => piece(n, 'a'))

export function runOf(threadId: string, failed: number): Run {
  return {
    id: 'run1',
    analyzerKey: KEY,
    startedAt: at(0),
    status: 'done',
    schemaVersion: 2,
    planned: 5,
    analyzed: 1,
    failed,
    failedBy: {},
    errors: [{ threadId, code: 'CORRUPT', message: 'it broke' }],
  }
}

export const IMPORT: ImportRecord = {
  id: 'import1',
  file: 'log.json',
  status: 'done',
  startedAt: at(0),
  bytes: 9,
  bytesRead: 9,
  messages: 2,
  added: 1,
  updated: 0,
  unchanged: 0,
  erased: 0,
  rejected: 1,
  rejectsFile: 'rejects-import1.jsonl',
  notes: [],
}

/**
 * Fills a store with threads of whom two say the secret words, and with a record of every kind that may speak
 * of them; beside it a report and a list of rejected pieces.
 *
 * @param results folder of the report and the list
 * @returns the ids of the two
 */
export async function fillDoomed(
  store: ChatStore,
  { text, title, user, id }: Secrets,
  results: string,
): Promise<string[]> {
  const said = (words: string, m: number) =>
    say(`${words} ${text}`, { id: `m${m}`, userId: user, time: m })
  const doomed = threadOf({
    id,
    title: `about ${title}`,
    messages: [said('first', 1), said('then', 2)],
  })
  const idless = threadOf({
    messages: [say(`once ${text}`, { time: 3 }), say(`twice ${text}`, { time: 4 })],
  })
  await store.mergeThreads([...KEPT, doomed, idless])
  await store.saveAnalyses([
    ...KEPT.map((thread) => analyzed(thread)),
    analyzed(doomed, { summary: `they said ${text}` }),
  ])
  // Another form of a message, so that there are revisions, and a second state of everything.
  await store.mergeThreads([
    threadOf({ id, title: `again about ${title}`, messages: [said('edited', 1)] }),
  ])
  // What is beside the threads, in a first state and a second.
  for (const fitted of [3, 4]) {
    const topic = topicOf([id, KEPT[0]?.id ?? ''], {
      title: `${title} again`,
      titles: [
        { text: `${title} again`, threadId: id },
        { text: 'More', threadId: KEPT[0]?.id ?? '' },
      ],
      terms: [title],
      fitted,
    })
    await store.putRecords('topicModel', [
      { ...topicModel('m1'), space: spaceOf(text), topics: [topic] },
    ])
    await store.putRecords('run', [runOf(id, fitted)])
  }
  await store.putRecords('topicAssignment', [assignment('m1', doomed, 't1')])
  // Two states again, of which the second holds no word: those of the first must go too.
  for (const said of [[text, title], []]) {
    const answers = said.map((words) => ({ sent: '0', text: words }))
    await store.saveWindowAnswers([{ threadId: id, analyzerKey: KEY, answers }])
  }
  await store.putRecords('import', [IMPORT])
  await writeFile(join(results, 'r.html'), `<p>${text}</p>${reportMark({ threadId: id })}`)
  const reject = { offset: 3, length: 5, reason: `of ${id}: ${text}`, threadId: id }
  await writeFile(join(results, 'rejects-import1.jsonl'), `${JSON.stringify(reject)}\n`)
  await store.flushIndex()
  expect((await store.searchThreads({ words: text })).items).toHaveLength(2)
  return [id, idless.id]
}

/** Two words with vectors of one number each. */
function spaceOf(word: string): StoredSpace {
  const none = { scale: 1, data: '' }
  return {
    encoder: 'e',
    means: [],
    words: [
      [word, 1],
      ['#mixing_start', 1],
    ],
    wordVectors: { scale: 1, data: Buffer.from([2, 1]).toString('base64') },
    wordSize: 1,
    centre: none,
    axes: none,
    size: 0,
  }
}

/** What is left of all kinds once the two are erased. */
export async function expectTheRest(store: ChatStore, { id }: Secrets): Promise<void> {
  expect(await store.countThreads({})).toBe(KEPT.length)
  for (const [kind, count] of [
    ['analysis', KEPT.length],
    ['history', KEPT.length],
    ['topicAssignment', 0],
    ['windowAnswers', 0],
  ] as const) {
    expect(await store.countRecords(kind), kind).toBe(count)
  }
  expect(await store.getRecord('topicModel', 'm1')).toMatchObject({
    space: { words: [['#mixing_start', 1]], wordVectors: { data: 'AQ==' } },
    topics: [{ id: 't1', title: 'More', terms: [], examples: [KEPT[0]?.id] }],
  })
  expect(await store.getRecord('run', 'run1')).toEqual({ ...runOf(id, 4), errors: [] })
  expect(await store.getRecord('import', 'import1')).toEqual(IMPORT)
}
