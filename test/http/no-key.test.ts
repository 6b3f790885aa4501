import { afterEach, expect, it } from 'vitest'
import { RECORD_KINDS } from '../../src/domain/records.ts'
import type { RecordKind } from '../../src/domain/records.ts'
import { keysOf } from '../../src/domain/values/keys.ts'
import type { Behaviour } from '../services/models/model-double.ts'
import { exampleThread, openModelApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const KEY = 'sk-ant-a-secret-of-this-test'
const GETS = [
  'overview',
  'state',
  'health',
  'runs',
  'runs/plan',
  'history',
  'report',
  'threads',
  'thread/sent?id=t1',
]

let opened: TestApp | undefined

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

/** A service that tells the key in its error, as badly as one can. */
const telling = (status: number): Behaviour => ({
  does: 'status',
  status,
  body: { type: 'error', error: { type: KEY, message: `the key ${KEY} is not good`, code: KEY } },
})

it.for([400, 401, 403, 404, 429, 500])(
  'no answer, record or error holds the key, also where the service tells it with %i',
  async (status) => {
    // One that asks to wait for long ends the run at once.
    const later = { ...telling(status), headers: { 'retry-after-ms': '3600000' } } as const
    const paid = (opened = await openModelApp(() => later, { ANTHROPIC_API_KEY: KEY }))
    const { app, store, jobs, errors, double } = paid
    await store.mergeThreads([exampleThread('t1', 'how?')])
    const answers = [
      await app.inject({ method: 'POST', url: '/api/runs', payload: {} }),
      await app.inject({ method: 'POST', url: '/api/runs', payload: { budget: { tokens: 0 } } }),
    ]
    await jobs.idle()
    for (const path of GETS) answers.push(await app.inject(`/api/${path}`))
    expect(double.asked.at(0)?.key).toBe(KEY)
    const told = answers.map(({ body, headers }) => body + JSON.stringify(headers))
    const kinds: readonly RecordKind[] = keysOf(RECORD_KINDS)
    for (const kind of kinds) told.push(JSON.stringify(await store.listRecords(kind)))
    for (const error of errors) told.push(error instanceof Error ? deepText(error) : String(error))
    expect(told.filter((text) => text.includes(KEY))).toEqual([])
  },
)

/** All that a log would write of an error, and of what led there. */
function deepText(error: Error): string {
  const cause = error.cause instanceof Error ? deepText(error.cause) : String(error.cause)
  return `${error.stack ?? ''}${JSON.stringify(error)}${cause}`
}
