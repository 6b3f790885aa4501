import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorBodySchema } from '../../src/http/schemas/error.ts'
import { SECURITY_HEADERS } from '../../src/http/security.ts'
import { rawRequest, requestText } from './raw-request.ts'
import type { RawAnswer } from './raw-request.ts'
import { exampleThread, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const SECRET = 'a bridge that nobody else may read'

/** Ways to write the address of a route that a server might read as the same. */
function spellings(path: string, host: string): string[] {
  const [, room = '', ...rest] = path.split('/')
  const tail = rest.join('/')
  const coded = (text: string) =>
    Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
  return [
    path,
    `/${coded(room)}/${tail}`,
    `/%61${room.slice(1)}/${tail}`,
    `/%2561${room.slice(1)}/${tail}`,
    `/${room}/${coded(tail)}`,
    `/${room}%2f${tail}`,
    `//${room}/${tail}`,
    `/${room}//${tail}`,
    `/./${room}/${tail}`,
    `/x/../${room}/${tail}`,
    `/%2e/${room}/${tail}`,
    `/${room}/./${tail}`,
    `/${room.toUpperCase()}/${tail}`,
    `/${room}/${tail}/`,
    `/${room}/${tail}.`,
    `/${room}/${tail};x=1`,
    `/${room}/${tail}#x`,
    `/${room}\\${tail}`,
    `\\${room}/${tail}`,
    `/${room}/${tail}%00`,
    `http://${host}${path}`,
    `HTTP://${host}/%61${room.slice(1)}/${tail}`,
    `http://evil.example${path}`,
    `//evil.example${path}`,
    path.slice(1),
    '*',
  ]
}

describe('guards, however an address is spelled', () => {
  let test: TestApp
  let port: number
  let host: string
  let page: string
  beforeAll(async () => {
    page = await mkdtemp(join(tmpdir(), 'hitcraft-guards-'))
    await mkdir(join(page, 'assets'))
    await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>')
    test = await openTestApp({ pageFolder: page })
    await test.store.mergeThreads([exampleThread('t', SECRET)])
    port = Number(new URL(await test.app.listen({ host: '127.0.0.1', port: 0 })).port)
    host = `127.0.0.1:${port}`
  })
  afterAll(async () => {
    await test.close()
    await rm(page, { recursive: true, force: true })
  })

  const ask = (target: string, headers: Readonly<Record<string, string>>, method = 'GET') =>
    rawRequest(port, requestText(method, target, headers))

  function expectSound({ headers, status, body }: RawAnswer, what: unknown) {
    expect({ what, status }).not.toMatchObject({ status: Number.NaN })
    const { 'cache-control': caching, ...others } = SECURITY_HEADERS
    expect({ what, headers }).toMatchObject({ headers: others })
    const isTold = status >= 400 && headers['content-type']?.startsWith('application/json') === true
    const isForm = !isTold || errorBodySchema.safeParse(JSON.parse(body)).success
    const isKept = isTold && headers['cache-control'] !== caching
    expect({ what, isForm, isKept }).toEqual({ what, isForm: true, isKept: false })
  }

  it('gives nothing of the API to another page or under another name', async () => {
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { host, origin: 'http://evil.example' },
      { host, origin: 'null' },
      { host, 'sec-fetch-site': 'cross-site' },
      { host, 'sec-fetch-site': 'same-site' },
      { host, 'sec-fetch-site': 'Cross-Site' },
      { host: 'evil.example' },
      { host: '' },
      {},
    ]
    for (const path of ['/api/threads', '/api/thread?id=t', '/api/state', '/api/events']) {
      for (const target of spellings(path, host)) {
        for (const headers of foreign) {
          const answer = await ask(target, headers)
          const what = { target, headers }
          expectSound(answer, what)
          expect({ what, told: answer.body.includes(SECRET) }).toEqual({ what, told: false })
          expect({ what, live: answer.body.includes('revision') }).toEqual({ what, live: false })
          const isRefused = headers['host'] === host || answer.status >= 400
          expect({ what, isRefused }).toEqual({ what, isRefused: true })
        }
      }
    }
  })

  it('keeps no answer of the API in a cache, and changes nothing for another page', async () => {
    for (const target of spellings('/api/threads', host)) {
      const answer = await ask(target, { host })
      expectSound(answer, target)
      const isKept = answer.body.includes(SECRET) && answer.headers['cache-control'] !== 'no-store'
      expect({ target, isKept }).toEqual({ target, isKept: false })
      const erased = await ask(
        `${target}?id=t`.replace('threads', 'thread'),
        { host, origin: 'http://evil.example' },
        'DELETE',
      )
      expect(erased.status, target).toBeGreaterThanOrEqual(400)
    }
    expect(await test.store.countThreads({})).toBe(1)
  })

  it('takes one host alone, and the same one in an absolute address', async () => {
    const twice = `GET /api/state HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`
    expect((await rawRequest(port, twice)).status).toBeGreaterThanOrEqual(400)
    expect((await ask('http://evil.example/api/state', { host })).status).toBe(403)
    expect((await ask(`http://${host}/api/state`, { host })).status).toBe(200)
    const old = await rawRequest(port, 'GET /api/state HTTP/1.0\r\n\r\n')
    expect(old.status).toBe(403)
    expectSound(old, 'HTTP/1.0')
  })

  it('answers what is no proper request in the form of all errors', async () => {
    const long = 'x'.repeat(40_000)
    const bodies = { host, 'content-type': 'application/json' }
    const odd: Readonly<Record<string, readonly [string, number]>> = {
      'an address that cannot be decoded': [requestText('GET', '/%', { host }), 400],
      'the same of the API': [requestText('GET', '/api/imports/%', { host }), 400],
      'and under another name': [requestText('GET', '/%', { host: 'evil.example' }), 403],
      'a long head': [requestText('GET', '/api/state', { host, 'x-long': long }), 431],
      'a long address': [requestText('GET', `/${long}`, { host }), 431],
      'a long id': [requestText('GET', `/api/imports/${'x'.repeat(600)}`, { host }), 404],
      'a body that is too large': [
        requestText(
          'POST',
          '/api/runs',
          bodies,
          JSON.stringify({ limit: 1, x: 'x'.repeat(70_000) }),
        ),
        413,
      ],
      'a body that is no JSON': [requestText('POST', '/api/runs', bodies, '{"limit":'), 400],
      'a body of another type': [
        requestText('POST', '/api/runs', { host, 'content-type': 'text/xml' }, '<x/>'),
        415,
      ],
      'a method that nobody knows': [requestText('WHATEVER', '/api/state', { host }), 400],
      'a method that we do not have': [requestText('PROPFIND', '/api/state', { host }), 404],
      'a tunnel': [requestText('CONNECT', 'evil.example:443', { host }), 405],
      'no HTTP at all': ['\u0016\u0003\u0001\u0002\u0000\r\n\r\n', 400],
      'two lengths': [
        requestText('POST', '/api/runs', {
          ...bodies,
          'content-length': '1',
          'Content-Length': '2',
        }),
        400,
      ],
    }
    for (const [what, [request, status]] of Object.entries(odd)) {
      const answer = await rawRequest(port, request)
      expect({ what, status: answer.status }).toEqual({ what, status })
      expectSound(answer, what)
      expect(errorBodySchema.safeParse(JSON.parse(answer.body)).success, what).toBe(true)
    }
    const eager = await ask('/api/state', { host, expect: 'more-than-100' })
    expect(eager.status).toBe(200)
    const head = await ask('/api/events', { host }, 'HEAD')
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(test.errors).toEqual([])
  })

  it('shows a person a page where there is nothing, and a program an error', async () => {
    const person = { host, accept: 'text/html,*/*;q=0.8' }
    const shown = await ask('/no/such/place', person)
    expect(shown.status).toBe(404)
    expect(shown.headers['content-type']).toContain('text/html')
    expectSound(shown, 'a page')
    for (const [target, headers] of [
      ['/no/such/place', { host }],
      ['/api/nothing', person],
    ] as const) {
      const told = await ask(target, headers)
      expect(told.status).toBe(404)
      expect(errorBodySchema.parse(JSON.parse(told.body)).error.code).toBe('NOT_FOUND')
    }
  })

  it('refuses a field that a route does not know, and a body where none belongs', async () => {
    const id = encodeURIComponent('t')
    const targets: readonly (readonly [string, string])[] = [
      ['GET', '/api/overview'],
      ['GET', '/api/state'],
      ['GET', '/api/health'],
      ['GET', '/api/events'],
      ['GET', '/api/imports'],
      ['GET', `/api/imports/${id}`],
      ['GET', `/api/imports/${id}/rejects`],
      ['GET', '/api/runs'],
      ['GET', '/api/history'],
      ['GET', '/api/report'],
      ['GET', '/api/threads'],
      ['GET', `/api/thread?id=${id}`],
      ['POST', '/api/runs'],
      ['POST', '/api/imports?name=a'],
      ['POST', '/api/uploads'],
      ['PUT', `/api/uploads/${id}?offset=0`],
      ['DELETE', '/api/runs/current'],
      ['DELETE', `/api/imports/${id}`],
      ['DELETE', `/api/thread?id=${id}`],
    ]
    for (const [method, target] of targets) {
      for (const field of ['before=2025-03-10', 'user_id=', 'id=t&id=u', '__proto__=1']) {
        const url = `${target}${target.includes('?') ? '&' : '?'}${field}`
        const answer = await ask(url, { host }, method)
        expect({ method, url, status: answer.status }).toEqual({ method, url, status: 400 })
        expectSound(answer, url)
      }
    }
    for (const filter of ['user=u1', 'from=2025-03-10', 'outcome=resolved', 'limit=1']) {
      const answer = await ask(`/api/thread?id=t&${filter}`, { host }, 'DELETE')
      expect(answer.status, filter).toBe(400)
    }
    const wish = requestText('DELETE', '/api/thread?id=t', { host }, '{"from":"2025-03-10"}')
    expect((await rawRequest(port, wish)).status).toBe(400)
    expect(await test.store.countThreads({})).toBe(1)
  })
})
