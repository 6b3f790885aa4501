import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { cancelledSchema } from '../../src/http/schemas/imports.ts'
import { displayName } from '../../src/jobs/uploads/upload-tickets.ts'
import { exampleLog, openTestApp } from './test-app.ts'
import type { TestApp, TestAppOptions } from './test-app.ts'

describe('uploads', () => {
  const opened: TestApp[] = []
  const open = async (options: TestAppOptions = {}) => {
    const test = await openTestApp(options)
    opened.push(test)
    return test
  }
  afterEach(async () => {
    for (const test of opened.splice(0)) await test.close()
  })

  const upload = (test: TestApp, name: string, payload: string | Readable) =>
    test.app.inject({
      method: 'POST',
      url: `/api/imports?name=${encodeURIComponent(name)}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload,
    })
  const waiting = async (test: TestApp) =>
    (await readdir(join(test.folder, 'uploads'))).filter((name) => name !== '.lock')
  const never = () => new Promise<never>(() => undefined)

  it('never lets a name reach the file system', async () => {
    const test = await open({ isStarted: false, work: (real) => ({ ...real, readFile: never }) })
    await test.jobs.start()
    const names = [
      '../../evil.json',
      '/etc/passwd',
      'C:\\x\\..\\boot.ini',
      '..',
      '\u202Etxt.exe',
      'con',
    ]
    for (const name of names) expect((await upload(test, name, 'x')).statusCode).toBe(202)
    const files = await waiting(test)
    expect(files).toHaveLength(names.length * 2)
    for (const file of files) expect(file).toMatch(/^[0-9TZ-]+-[0-9a-f]{8}\.(json|upload)$/)
    expect(test.jobs.state().imports.map(({ file }) => file)).toEqual([
      'evil.json',
      'passwd',
      'boot.ini',
      'upload',
      'txt.exe',
      'con',
    ])
    // The one at work never ends by itself: end it the hard way, as a dead process would.
    opened.splice(0)
    await test.app.close()
  })

  it('keeps names short and whole', () => {
    expect(displayName('🎸'.repeat(300))).toBe('🎸'.repeat(200))
    expect(displayName('a\uD800b')).toBe('a\uFFFDb')
  })

  it('refuses more bytes than are allowed, announced or not, and keeps none', async () => {
    const test = await open({ maxUploadBytes: 1000 })
    const announced = await upload(test, 'big', 'x'.repeat(1001))
    expect(announced.statusCode).toBe(413)
    expect(announced.json()).toMatchObject({ error: { code: 'INVALID_INPUT' } })
    const streamed = await upload(
      test,
      'big',
      Readable.from(Array.from({ length: 50 }, () => 'x'.repeat(100))),
    )
    expect(streamed.statusCode).toBe(413)
    expect((await upload(test, 'empty', '')).statusCode).toBe(400)
    expect(await waiting(test)).toEqual([])
  })

  it('wants a name', async () => {
    const test = await open()
    const answer = await test.app.inject({ method: 'POST', url: '/api/imports', payload: 'x' })
    expect(answer.statusCode).toBe(400)
    expect(await waiting(test)).toEqual([])
  })

  it('cancels what waits and what is being read', async () => {
    const started = Promise.withResolvers<void>()
    const test = await open({
      work: (real) => ({
        ...real,
        readFile: (_input, { signal }) => {
          started.resolve()
          return new Promise((resolve) => signal?.addEventListener('abort', () => resolve([])))
        },
      }),
    })
    const [first, second] = [await upload(test, 'one', 'x'), await upload(test, 'two', 'x')]
    await started.promise
    expect(test.jobs.state().imports.map(({ status }) => status)).toEqual(['reading', 'queued'])
    for (const { id } of [second.json(), first.json()] as { id: string }[]) {
      const url = `/api/imports/${id}`
      const answer = await test.app.inject({ method: 'DELETE', url })
      expect(cancelledSchema.parse(answer.json()).kept).toEqual({ threads: 0, messages: 0 })
      expect((await test.app.inject({ method: 'DELETE', url })).statusCode).toBe(404)
    }
    await test.jobs.idle()
    expect(await waiting(test)).toEqual([])
  })

  it('goes on after a restart with what was being read and what waited', async () => {
    const started = Promise.withResolvers<void>()
    const before = await openTestApp({
      work: (real) => ({
        ...real,
        readFile: (_input, { signal }) => {
          started.resolve()
          return new Promise((resolve) => signal?.addEventListener('abort', () => resolve([])))
        },
      }),
    })
    await upload(before, 'one.jsonl', exampleLog(2))
    await upload(before, 'two.jsonl', exampleLog(4))
    await started.promise
    await before.app.close()
    await before.jobs.close()
    expect(await waiting(before)).toHaveLength(4)

    const after = await open({ folder: before.folder })
    await after.jobs.idle()
    expect(await after.store.countThreads({})).toBe(4)
    expect(await after.store.countPending(after.analyzerKey)).toBe(0)
    expect(await waiting(after)).toEqual([])
  })

  it('waits for a store that is away, and says so meanwhile', async () => {
    let outages = 2
    const seen: (string | undefined)[] = []
    const test = await open({
      work: (real) => ({
        ...real,
        readFile: async (input, options) => {
          seen.push(test.jobs.state().imports[0]?.problem?.code)
          if (outages-- > 0) throw new HitCraftError('UNAVAILABLE', 'the database is away')
          return real.readFile(input, options)
        },
      }),
    })
    const states: (string | undefined)[] = []
    test.jobs.subscribe(() => states.push(test.jobs.state().imports[0]?.problem?.code))
    await upload(test, 'log.jsonl', exampleLog(2))
    await test.jobs.idle()
    expect(seen).toHaveLength(3)
    expect(states).toContain('UNAVAILABLE')
    expect(await test.store.countThreads({})).toBe(2)
  })

  it('does not stop at a defect', async () => {
    let calls = 0
    const test = await open({
      work: (real) => ({
        ...real,
        readFile: async (input, options) => {
          if (calls++ === 0) throw new TypeError('secret /home/someone/file')
          return real.readFile(input, options)
        },
      }),
    })
    await upload(test, 'one', 'x')
    await upload(test, 'log.jsonl', exampleLog(2))
    await test.jobs.idle()
    expect(await test.store.countThreads({})).toBe(2)
    expect(test.errors).toHaveLength(1)
  })
})
