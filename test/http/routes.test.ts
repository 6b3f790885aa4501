import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { opinionListSchema } from '../../src/http/schemas/compare.ts'
import { errorBodySchema } from '../../src/http/schemas/error.ts'
import { importListSchema } from '../../src/http/schemas/imports.ts'
import { historyPageSchema, runListSchema } from '../../src/http/schemas/runs.ts'
import { healthSchema, liveStateSchema, overviewSchema } from '../../src/http/schemas/state.ts'
import {
  erasedSchema,
  threadDetailSchema,
  threadPageSchema,
} from '../../src/http/schemas/threads.ts'
import type { ApiReport } from '../../src/http/schemas/report.ts'
import { comparisonSchema } from '../../src/insights/comparing/comparison.ts'
import { reportSchema } from '../../src/insights/report.ts'
import { newImport } from '../../src/importers/run/import-records.ts'
import { exampleLog, exampleThread, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

describe('routes', () => {
  let test: TestApp
  beforeEach(async () => {
    test = await openTestApp()
  })
  afterEach(() => test.close())

  const get = (url: string) => test.app.inject({ url })
  const upload = (name: string, payload: string) =>
    test.app.inject({
      method: 'POST',
      url: `/api/imports?name=${encodeURIComponent(name)}`,
      headers: { 'content-type': 'application/json' },
      payload,
    })

  it('tells how things stand', async () => {
    await test.store.mergeThreads([exampleThread('a', 'a bridge, please')])
    const overview = overviewSchema.parse((await get('/api/overview')).json())
    expect(overview).toMatchObject({ threads: 1, pending: 1, store: { kind: 'memory' } })
    const health = await get('/api/health')
    expect(health.statusCode).toBe(200)
    expect(healthSchema.parse(health.json()).status).toBe('ok')
    expect(liveStateSchema.parse((await get('/api/state')).json()).imports).toEqual([])
  })

  it('tells a person how to build the page where it was not built, and a program that nothing is there', async () => {
    const accept = 'text/html'
    const shown = await test.app.inject({ url: '/', headers: { accept, host: 'localhost' } })
    expect(shown.statusCode).toBe(503)
    expect(shown.body).toContain('npm run -s build -w web')
    const told = await test.app.inject({ url: '/', headers: { host: 'localhost' } })
    expect(told.json()).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  it('finds threads by what was asked in them', async () => {
    await test.store.mergeThreads([exampleThread('a', 'please export the stems of my song')])
    await upload('my log.jsonl', exampleLog(1))
    await test.jobs.idle()
    const like = encodeURIComponent('separate tracks of my music')
    const { items } = threadPageSchema.parse((await get(`/api/threads?like=${like}`)).json())
    expect(items[0]).toMatchObject({
      id: 'a',
      match: { words: expect.stringContaining('export the stems') as unknown },
    })
    expect(items[0]?.near).toBeGreaterThan(0.3)
    expect((await get(`/api/threads?like=${like}&words=stem`)).statusCode).toBe(400)
  })

  it('takes an upload in, reads it and analyzes it', async () => {
    const answer = await upload('my log.jsonl', exampleLog())
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ file: 'my log.jsonl', cancellable: true })
    await test.jobs.idle()
    const { items } = importListSchema.parse((await get('/api/imports')).json())
    expect(items).toMatchObject([{ status: 'done', added: 3, format: 'openai-messages' }])
    expect((await get(`/api/imports/${items[0]?.id}`)).json()).toEqual(items[0])
    const runs = runListSchema.parse((await get('/api/runs')).json())
    expect(runs.items).toMatchObject([{ status: 'done', analyzed: 3 }])
    const history = historyPageSchema.parse((await get('/api/history?limit=2')).json())
    expect(history.items).toHaveLength(2)
    const rest = historyPageSchema.parse(
      (await get(`/api/history?limit=2&cursor=${encodeURIComponent(history.next ?? '')}`)).json(),
    )
    expect(rest.items).toHaveLength(1)
    expect(test.errors).toEqual([])
  })

  it('tells why an upload could not be read, with a remedy', async () => {
    await upload('photo.png', '\u0089PNG\r\n\u001a\n0000')
    await test.jobs.idle()
    const { items } = importListSchema.parse((await get('/api/imports')).json())
    expect(items).toMatchObject([{ file: 'photo.png', status: 'failed' }])
    expect(items[0]?.error?.remedy).toMatch(/\w/)
  })

  it('lists rejected pieces without a path', async () => {
    const results = join(test.folder, 'results')
    await mkdir(results, { recursive: true })
    await writeFile(join(results, 'r.jsonl'), '{"offset":4,"line":2,"length":9,"reason":"cut"}\n')
    const rejectsFile = join(results, 'r.jsonl')
    const record = { ...newImport('x.txt', 9), rejected: 1, repaired: 2, rejectsFile }
    await test.store.putRecords('import', [
      record,
      { ...newImport('y', 1), rejectsFile: '../../etc/passwd' },
    ])
    const answer = await get(`/api/imports/${encodeURIComponent(record.id)}/rejects`)
    expect(answer.json()).toEqual({
      items: [{ offset: 4, line: 2, length: 9, reason: 'cut' }],
      more: false,
    })
    const list = await get('/api/imports')
    expect(importListSchema.parse(list.json()).items).toContainEqual(
      expect.objectContaining({ file: 'x.txt', rejected: 1, repaired: 2 }),
    )
    expect(list.body).not.toContain(test.folder)
    const other = importListSchema.parse(list.json()).items.find(({ file }) => file === 'y')
    const outside = await get(`/api/imports/${encodeURIComponent(other?.id ?? '')}/rejects`)
    expect(outside.statusCode).toBe(404)
  })

  it('starts an analysis when asked and says when there is none to cancel', async () => {
    await test.store.mergeThreads([exampleThread('a', 'a bridge, please')])
    const answer = await test.app.inject({ method: 'POST', url: '/api/runs', payload: {} })
    expect(answer.statusCode).toBe(202)
    expect(liveStateSchema.safeParse(answer.json()).success).toBe(true)
    await test.jobs.idle()
    expect(await test.store.countPending(test.analyzerKey)).toBe(0)
    const cancel = await test.app.inject({ method: 'DELETE', url: '/api/runs/current' })
    expect(cancel.statusCode).toBe(404)
  })

  it('starts an analysis of a sample, and of those alone that pass', async () => {
    await test.store.mergeThreads(
      ['a', 'b', 'c', 'd'].map((id) => exampleThread(id, `a bridge for ${id}, please`)),
    )
    const start = async (payload: object) => {
      const answer = await test.app.inject({ method: 'POST', url: '/api/runs', payload })
      await test.jobs.idle()
      return answer.statusCode
    }
    expect(await start({ sample: 2 })).toBe(202)
    expect(await test.store.countPending(test.analyzerKey)).toBe(2)
    expect(await start({ only: { from: '2100-01-01', facets: ['length:2-5'] } })).toBe(202)
    expect(await test.store.countPending(test.analyzerKey)).toBe(2)
    const runs = runListSchema.parse((await get('/api/runs')).json()).items
    expect(runs.map(({ choice }) => choice)).toEqual([
      { only: { from: '2100-01-01T00:00:00.000Z', facets: ['length:2-5'] } },
      { sample: { size: 2, of: 4 } },
    ])
    // What the key itself finds cannot choose among what it has not read, and words are no facet.
    for (const facet of ['failure:any', 'user:u1', 'mood:good', 'any']) {
      expect(await start({ only: { facets: [facet] } })).toBe(400)
    }
    expect(await test.store.countPending(test.analyzerKey)).toBe(2)
  })

  it('gives the report of a range in every format', async () => {
    const json = await get('/api/report?from=2025-03-10&to=2025-03-12&topic=t1&language=he')
    expect(reportSchema.parse(json.json()).filter).toEqual({
      analyzerKey: test.analyzerKey,
      from: '2025-03-10T00:00:00.000Z',
      to: '2025-03-12T00:00:00.000Z',
      topic: 't1',
      language: 'he',
    })
    const blocks = (await get('/api/report?format=blocks')).json() as ApiReport
    expect(blocks.sections.map(({ blocks: [first] }) => first?.kind)).toContain('text')
    const md = await get('/api/report?format=md')
    expect(md.headers['content-type']).toBe('text/markdown; charset=utf-8')
    const html = await get('/api/report?format=html')
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(html.headers['content-security-policy']).toContain('sandbox')
  })

  it('compares two opinions, and names the threads where they differ', async () => {
    const { store, analyzerKey } = test
    await upload('my log.jsonl', exampleLog(2))
    await test.jobs.idle()
    const { items } = await store.listAnalyses({ analyzerKey, limit: 10 })
    const other = items.map(({ analysis }) => ({
      ...analysis,
      analyzerKey: 'other-1-000000000000',
      outcome: 'abandoned' as const,
    }))
    await store.putRecords('analysis', other)
    const keys = async () => opinionListSchema.parse((await get('/api/compare/keys')).json()).items
    const own = { analyzerKey, analyzed: items.length }
    // Also of analyses that came without the runs that made them; of a key that begins with another, too.
    const others = { analyzerKey: 'other-1-000000000000', analyzed: items.length }
    expect(await keys()).toEqual([own, others])
    const longer = { analyzerKey: `${others.analyzerKey}0`, analyzed: items.length }
    await store.putRecords(
      'analysis',
      other.map((one) => Object.assign({}, one, { analyzerKey: longer.analyzerKey })),
    )
    expect(await keys()).toEqual([own, others, longer])
    const [run] = await store.listRecords('run')
    const { analyzerKey: lately } = longer
    const later = { analyzerKey: lately, id: `${run?.id}1` }
    if (run !== undefined) await store.putRecords('run', [{ ...run, ...later }])
    expect(await keys()).toEqual([own, longer, others])
    const query = `a=${analyzerKey}&b=other-1-000000000000`
    const compared = comparisonSchema.parse((await get(`/api/compare?${query}`)).json())
    expect(compared).toMatchObject({ both: items.length, b: { analyzed: items.length } })
    expect(compared.fields.find(({ field }) => field === 'outcome')).toMatchObject({ agree: 0 })
    const first = await get(`/api/compare/threads?${query}&field=outcome&limit=1`)
    expect(first.json()).toMatchObject({
      items: [{ b: 'abandoned' }],
      next: expect.any(String) as string,
    })
    expect((await get(`/api/compare?a=${analyzerKey}&b=nobody`)).statusCode).toBe(404)
    expect((await get(`/api/compare?a=${analyzerKey}`)).statusCode).toBe(400)
  })

  it('lists, filters, pages and searches threads', async () => {
    await test.store.mergeThreads([
      exampleThread('a', 'a bridge for my song', '2025-03-10T10:00:00.000Z'),
      exampleThread('b', 'שיר חדש בבקשה', '2025-03-11T10:00:00.000Z'),
      exampleThread('c', 'another Bridge, louder', '2025-03-12T10:00:00.000Z'),
    ])
    const ids = async (query: string) =>
      threadPageSchema.parse((await get(`/api/threads?${query}`)).json()).items.map(({ id }) => id)
    expect(await ids('')).toEqual(['c', 'b', 'a'])
    expect(await ids('from=2025-03-11&to=2025-03-12')).toEqual(['b'])
    expect(await ids('state=analyzed')).toEqual([])
    expect(await ids('facet=length:2-5')).toEqual(['c', 'b', 'a'])
    expect(await ids('facet=length:0-1')).toEqual([])
    const first = threadPageSchema.parse((await get('/api/threads?limit=2')).json())
    expect(await ids(`limit=2&cursor=${first.next}`)).toEqual(['a'])
    const found = threadPageSchema.parse((await get('/api/threads?words=BRID')).json())
    expect(found.index?.complete).toBe(true)
    expect(found.items.map(({ match }) => match)).toMatchObject([
      { words: 'Bridge', before: 'another ', after: ', louder' },
      { words: 'bridge', before: 'a ', after: ' for my song' },
    ])
  })

  it('shows one thread with its analysis, whatever its id', async () => {
    const id = '../a b/%2e?#ü\u{1F3B8}'
    await test.store.mergeThreads([exampleThread(id, 'a bridge, please')])
    await test.jobs.startRun()
    await test.jobs.idle()
    const url = `/api/thread?id=${encodeURIComponent(id)}`
    const thread = threadDetailSchema.parse((await get(url)).json())
    expect(thread).toMatchObject({ id, current: true })
    expect(thread.messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
    expect(thread.analysis?.threadId).toBe(id)
    const erased = await test.app.inject({ method: 'DELETE', url })
    expect(erasedSchema.parse(erased.json())).toEqual({ threads: 1, reports: [] })
    expect((await get(url)).statusCode).toBe(404)
    expect((await test.app.inject({ method: 'DELETE', url })).statusCode).toBe(404)
  })

  it('answers what is not of the right form with a field and a remedy', async () => {
    for (const url of [
      '/api/report?from=yesterday',
      '/api/report?format=pdf',
      '/api/report?since=yesterday',
      '/api/threads?facet=no-colon&facet=a:b',
      '/api/threads?from=2025-03-11&to=2025-03-10',
      '/api/threads?limit=0',
      '/api/threads?cursor=nonsense',
      '/api/threads?unknown=1',
      '/api/threads?outcome=great',
      '/api/threads?facet=need',
      '/api/threads?facet=colour:red',
      '/api/thread',
      '/api/imports?limit=1000',
    ]) {
      const answer = await get(url)
      expect({ url, status: answer.statusCode }).toEqual({ url, status: 400 })
      const { error } = errorBodySchema.parse(answer.json())
      expect(error.code).toBe('INVALID_INPUT')
    }
    const broken = await test.app.inject({
      method: 'POST',
      url: '/api/runs',
      headers: { 'content-type': 'application/json' },
      payload: '{"limit":',
    })
    expect(broken.statusCode).toBe(400)
    for (const url of [
      '/api/nothing',
      '/nothing',
      '/api/imports/none',
      '/api/imports/none/rejects',
    ]) {
      const answer = await get(url)
      expect(answer.statusCode).toBe(404)
      expect(errorBodySchema.parse(answer.json()).error.code).toBe('NOT_FOUND')
    }
  })
})
