import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ErrorCode } from '../../src/errors/error-codes.ts'
import { HTTP_STATUS, toldError } from '../../src/http/error-status.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

describe('security', () => {
  let test: TestApp
  let page: string
  beforeAll(async () => {
    page = await mkdtemp(join(tmpdir(), 'hitcraft-page-'))
    await mkdir(join(page, 'assets'))
    await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>')
    await writeFile(join(page, 'assets', 'a-1.js'), '1')
    test = await openTestApp({ pageFolder: page })
  })
  afterAll(async () => {
    await test.close()
    await rm(page, { recursive: true, force: true })
  })

  const hosts = {
    'localhost:8096': 200,
    '127.0.0.1:8096': 200,
    '127.9.9.9': 200,
    '[::1]:8096': 200,
    'evil.example': 403,
    'localhost.evil.example': 403,
    '127.0.0.1.evil.example': 403,
    '192.168.1.5:8096': 403,
  }
  it.each(Object.entries(hosts))('answers to the host "%s" with %i', async (host, status) => {
    const answer = await test.app.inject({ url: '/api/state', headers: { host } })
    expect(answer.statusCode).toBe(status)
  })

  it.each([
    { origin: 'http://localhost:8096', status: 202 },
    { origin: undefined, status: 202 },
    { origin: 'http://localhost:9999', status: 403 },
    { origin: 'https://localhost:8096', status: 403 },
    { origin: 'http://evil.example', status: 403 },
    { origin: 'null', status: 403 },
  ])('takes a change from origin $origin with $status', async ({ origin, status }) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/runs',
      headers: { host: 'localhost:8096', ...(origin === undefined ? {} : { origin }) },
      payload: {},
    })
    expect(answer.statusCode).toBe(status)
  })

  it('gives another page nothing of the API, and lets a link open the page', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect((await test.app.inject({ url: '/api/state', headers })).statusCode).toBe(403)
    expect((await test.app.inject({ url: '/threads', headers })).statusCode).toBe(200)
  })

  it('sets the headers on answers, errors and the page alike', async () => {
    for (const url of ['/', '/api/state', '/api/nothing', '/assets/a-1.js']) {
      const { headers } = await test.app.inject({ url })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
    expect((await test.app.inject({ url: '/' })).headers['cache-control']).toBe('no-cache')
    expect((await test.app.inject({ url: '/api/state' })).headers['cache-control']).toBe('no-store')
    expect((await test.app.inject({ url: '/assets/a-1.js' })).headers['cache-control']).toContain(
      'immutable',
    )
  })

  it('serves nothing outside the page', async () => {
    for (const url of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/..%2f..%2fetc/passwd',
    ]) {
      expect((await test.app.inject({ url })).statusCode).toBeGreaterThanOrEqual(400)
    }
  })

  it('binds to loopback alone', () => {
    expect(() => loadConfig({ env: { HOST: '0.0.0.0' }, cwd: page })).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIG' }),
    )
  })

  it('tells every error with its status and a remedy, no cause and no path', () => {
    for (const code of Object.keys(HTTP_STATUS) as ErrorCode[]) {
      const cause = new Error('password=hunter2')
      const { status, error } = toldError(
        new HitCraftError(code, 'cannot write /home/someone/data/log: EACCES', { cause }),
      )
      expect(status).toBe(HTTP_STATUS[code])
      expect(error.message).toBe('cannot write …/log: EACCES')
      expect(error.remedy).not.toBe('')
      expect(JSON.stringify(error)).not.toContain('hunter2')
    }
    expect(toldError(new Error('secret')).error.message).not.toContain('secret')
  })

  it('tells nothing of a defect but that there is one', async () => {
    const store = await openMemoryStore()
    const broken = await openTestApp({
      store: Object.assign(store, {
        countThreads: () => Promise.reject(new TypeError('secret /home/x/y')),
        check: () => Promise.reject(new HitCraftError('UNAVAILABLE', 'the database is away')),
      }),
    })
    const answer = await broken.app.inject({ url: '/api/overview' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret')
    expect(broken.errors).toHaveLength(1)
    const health = await broken.app.inject({ url: '/api/health' })
    expect(health.statusCode).toBe(503)
    expect(health.json()).toMatchObject({ status: 'degraded' })
    await broken.close()
  })
})
