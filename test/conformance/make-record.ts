import { AWKWARD_TEXTS, nested } from './arbitraries.ts'
import type { RecordKind, RecordTypes } from '../../src/domain/records.ts'
import { analyzed, assignment, at, KEY, oneLine, topicModel, topicOf } from './check.ts'

/** Texts that are not easily kept, in one. */
export const AWKWARD_TEXT = AWKWARD_TEXTS.join('|')

/** For each kind, a record of some id, with a text inside that is not easily kept. */
export const MAKE: { readonly [K in RecordKind]: (id: string, text: string) => RecordTypes[K] } = {
  analysis: (id, text) => analyzed(oneLine(id, 'x'), { summary: text }).analysis,
  history: (id, text) => ({ ...analyzed(oneLine(text || 'x', 'x')).entry, id }),
  run: (id, text) => ({
    id,
    analyzerKey: KEY,
    startedAt: at(0),
    status: 'failed',
    schemaVersion: 2,
    planned: 1,
    analyzed: 0,
    failed: 1,
    failedBy: {},
    errors: [{ threadId: text, code: 'INTERNAL', message: text }],
  }),
  batch: (id, text) => ({
    id,
    analyzerKey: KEY,
    runId: text,
    provider: 'claude',
    model: text,
    status: 'submitted',
    madeAt: at(0),
    batchId: text,
    requests: 2,
    most: { tokens: 1, nanoUsd: Number.MAX_SAFE_INTEGER },
    rows: [
      {
        thread: { id: text, contentHash: '0', sent: [text] },
        requests: [{ input: 0, output: 1 }],
      },
      { requests: [{ input: 1, output: 0 }] },
    ],
  }),
  import: (id, text) => ({
    id,
    file: text,
    status: 'done',
    startedAt: at(0),
    bytes: 1,
    bytesRead: 1,
    messages: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    erased: 0,
    rejected: 0,
    notes: [text],
    resume: Object.fromEntries([
      ['__proto__', text],
      ['a.b', nested(50)],
      ['$set', [text]],
    ]),
  }),
  topicModel: (id, text) => ({
    ...topicModel(id),
    version: text,
    seed: 1,
    fittedAt: at(0),
    sample: 1,
    topics: [topicOf([text], { title: text, threshold: 5e-324 })],
  }),
  topicAssignment: (id, text) => assignment('m', { id, contentHash: '0' }, text),
  windowAnswers: (id, text) => ({ threadId: id, analyzerKey: KEY, answers: [{ sent: '0', text }] }),
  olderResult: (id, text) => ({ id, threadIds: [text], content: { [text]: [text] } }),
  migration: (id, text) => ({
    id,
    state: 'whole',
    startedAt: text,
    records: { threads: 1 },
    gaps: 0,
    isAlone: true,
    held: { run: '1f' },
  }),
  tombstone: (id, text) => ({ id, what: 'thread', erasedAt: at(0), key: text }),
}
