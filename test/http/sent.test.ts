import { afterEach, expect, it } from 'vitest'
import { errorBodySchema } from '../../src/http/schemas/error.ts'
import { sentSchema } from '../../src/http/schemas/threads.ts'
import { plainReader } from '../services/models/plain-reader.ts'
import { exampleThread, openModelApp, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let opened: TestApp | undefined

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

const QUESTION = 'Please write to ana.ruiz@example.net about the chorus.'

it('what would be sent of a thread is shown as it is sent then, redacted, and nothing is sent for it', async () => {
  const paid = (opened = await openModelApp(plainReader))
  await paid.store.mergeThreads([exampleThread('t1', QUESTION)])
  const answer = await paid.app.inject('/api/thread/sent?id=t1')
  const { to, model, requests, placeholders } = sentSchema.parse(answer.json())
  expect({ to, model }).toEqual({ to: 'claude', model: 'claude-sonnet-5-5' })
  expect(paid.double.asked).toHaveLength(0)
  expect(answer.body).not.toContain('ana.ruiz')
  expect(requests[0]?.transcript).toContain('write to [MAIL_1] about')
  expect(placeholders).toEqual(['[MAIL_1]'])
  await paid.app.inject({ method: 'POST', url: '/api/runs', payload: {} })
  await paid.jobs.idle()
  const asked = paid.double.asked.map(({ fixed, transcript, maxOutputTokens }) => ({
    fixed,
    transcript,
    maxOutputTokens,
  }))
  expect(requests.map(({ schema: _schema, ...texts }) => texts)).toEqual(asked)
})

it('of a thread that is not there nothing is shown, and nothing of an analyzer that sends nothing', async () => {
  opened = await openTestApp()
  await opened.store.mergeThreads([exampleThread('t1', QUESTION)])
  const absent = await opened.app.inject('/api/thread/sent?id=t2')
  expect(absent.statusCode).toBe(404)
  expect(errorBodySchema.parse(absent.json()).error.code).toBe('NOT_FOUND')
  expect((await opened.app.inject('/api/thread/sent?id=t1')).json()).toEqual({ requests: [] })
})
