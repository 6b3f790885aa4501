import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cancelledSchema, importItemSchema } from '../../src/http/schemas/imports.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ImportItem } from '../../src/http/schemas/imports.ts'
import { liveStateSchema } from '../../src/http/schemas/state.ts'
import { exampleLog, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

/** A busy machine is slow, not wrong. */
const PATIENCE = { timeout: 240_000 }

describe('uploads that are announced first', () => {
  let test: TestApp
  beforeEach(async () => {
    test = await openTestApp()
  })
  afterEach(() => test.close())

  const announce = async (name: string, size: number, mark = name, app = test) => {
    const payload = { name, size, mark }
    return app.app.inject({ method: 'POST', url: '/api/uploads', payload })
  }
  const put = (id: string, offset: number, payload: string | Buffer, app = test) =>
    app.app.inject({
      method: 'PUT',
      url: `/api/uploads/${id}?offset=${offset}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload,
    })
  const item = async (id: string, app = test): Promise<ImportItem> =>
    importItemSchema.parse((await app.app.inject({ url: `/api/imports/${id}` })).json())
  const files = async () =>
    (await readdir(join(test.folder, 'uploads'))).filter((name) => name !== '.lock')

  it('are listed at once, come in pieces and are read when they are whole', async () => {
    const log = Buffer.from(exampleLog(5))
    const { id } = importItemSchema.parse((await announce('a.jsonl', log.length)).json())
    await announce('b.jsonl', 10)
    const listed = await test.app.inject({ url: '/api/imports' })
    expect(listed.json()).toMatchObject({
      items: [
        { file: 'b.jsonl', status: 'stalled', cancellable: true },
        { file: 'a.jsonl', status: 'stalled', bytes: log.length, bytesRead: 0 },
      ],
    })
    expect((await put(id, 0, log.subarray(0, 100))).statusCode).toBe(200)
    expect(await item(id)).toMatchObject({ status: 'stalled', bytesRead: 100 })
    const wrong = await put(id, 50, log.subarray(50))
    expect(wrong.statusCode).toBe(409)
    expect(wrong.json()).toMatchObject({ error: { message: 'the upload goes on at byte 100' } })
    const last = await put(id, 100, log.subarray(100))
    expect(last.statusCode).toBe(202)
    await test.jobs.idle()
    expect(await test.store.countThreads({})).toBe(5)
    expect((await files()).filter((name) => name.startsWith(id))).toEqual([])
  })

  it('of a folder keep the way to them, and what is no log is told without a record', async () => {
    const send = async (name: string, content: string) => {
      const file = {
        name,
        size: Buffer.byteLength(content),
        mark: name,
        folder: 'logs/../a\u202Eb',
      }
      const payload = JSON.stringify(file)
      const headers = { 'content-type': 'application/json' }
      const told = await test.app.inject({ method: 'POST', url: '/api/uploads', payload, headers })
      const { id, file: shown } = importItemSchema.parse(told.json())
      await put(id, 0, content)
      return shown
    }
    expect(await send('README.md', '# How to read these')).toBe('logs/ab/README.md')
    expect(await send('day.jsonl', exampleLog(2))).toBe('logs/ab/day.jsonl')
    expect(await send('grok.json', '{"responses": [{"response": {}}]}')).toBe('logs/ab/grok.json')
    await test.jobs.idle()
    const state: unknown = (await test.app.inject({ url: '/api/state' })).json()
    expect(liveStateSchema.parse(state)).toMatchObject({
      passedOver: [{ file: 'logs/ab/README.md', what: 'plain text without thread banners' }],
      passedOverCount: 1,
    })
    expect((await test.app.inject({ url: '/api/imports' })).json()).toMatchObject({
      items: [
        { file: 'logs/ab/grok.json', status: 'failed' },
        { file: 'logs/ab/day.jsonl', status: 'done' },
      ],
    })
  })

  it('of a folder are passed over once, however often an outage has them read again', async () => {
    let tries = 0
    const away = await openTestApp({
      work: (real) => ({
        ...real,
        readFile: async (input, options) => {
          const records = await real.readFile(input, options)
          tries++
          if (tries < 4) throw new HitCraftError('UNAVAILABLE', 'the store is away')
          return records
        },
      }),
    })
    const payload = { name: 'README.md', size: 4, mark: 'm', folder: 'logs' }
    const told = await away.app.inject({ method: 'POST', url: '/api/uploads', payload })
    await put(importItemSchema.parse(told.json()).id, 0, '# Hi', away)
    await away.jobs.idle()
    expect(tries).toBe(4)
    expect(away.jobs.state().passedOver.map(({ file }) => file)).toEqual(['logs/README.md'])
    await away.close()
  })

  it('are gone when they are cancelled, also while the last byte is made safe', async () => {
    const log = Buffer.from(exampleLog(5))
    const { id } = importItemSchema.parse((await announce('a.jsonl', log.length)).json())
    let cancelled: Promise<unknown> | undefined
    const unsubscribe = test.jobs.subscribe(() => {
      const [job] = test.jobs.state().imports
      if (job?.bytesRead === log.length) cancelled ??= test.jobs.cancelImport(id)
    })
    const closing = put(id, 0, log)
    await expect.poll(() => cancelled, PATIENCE).toBeDefined()
    unsubscribe()
    await cancelled
    expect((await closing).statusCode).toBe(503)
    expect(test.jobs.state().imports).toEqual([])
    await test.jobs.idle()
    expect(await files()).toEqual([])
    expect(await test.store.listRecords('import', {})).toEqual([])
  })

  it('go on where they were when the same file is chosen again, also after a restart', async () => {
    const log = Buffer.from(exampleLog(7))
    const { id } = importItemSchema.parse((await announce('a.jsonl', log.length, 'm')).json())
    await put(id, 0, log.subarray(0, 200))
    expect((await announce('a.jsonl', log.length, 'm')).json()).toMatchObject({
      id,
      bytesRead: 200,
    })
    expect((await announce('a.jsonl', log.length, 'other')).json()).not.toMatchObject({ id })
    await test.app.close()
    await test.jobs.close()
    const after = await openTestApp({ folder: test.folder })
    try {
      expect((await announce('renamed', log.length, 'm', after)).json()).toMatchObject({
        id,
        bytesRead: 200,
      })
      expect((await put(id, 200, log.subarray(200), after)).statusCode).toBe(202)
      await after.jobs.idle()
      expect(await after.store.countThreads({})).toBe(7)
    } finally {
      await after.app.close()
      await after.jobs.close()
    }
  })

  it('keep what came when the sender goes away, and have one sender at a time', async () => {
    const port = Number(new URL(await test.app.listen({ host: '127.0.0.1', port: 0 })).port)
    const { id } = importItemSchema.parse((await announce('a.jsonl', 1000)).json())
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const head = `PUT /api/uploads/${id}?offset=0 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 1000\r\n\r\n`
    socket.write(`${head}${'x'.repeat(300)}`)
    await expect
      .poll(() => item(id), PATIENCE)
      .toMatchObject({ status: 'uploading', bytesRead: 300 })
    expect((await put(id, 300, 'y')).statusCode).toBe(409)
    socket.destroy()
    await expect.poll(() => item(id), PATIENCE).toMatchObject({ status: 'stalled', bytesRead: 300 })
    expect((await put(id, 300, 'y'.repeat(701))).statusCode).toBe(400)
  })

  it('can be cancelled, also while bytes come, and leave nothing', async () => {
    const port = Number(new URL(await test.app.listen({ host: '127.0.0.1', port: 0 })).port)
    const ids = await Promise.all(
      ['a', 'b'].map(async (name) => {
        return importItemSchema.parse((await announce(name, 1000)).json()).id
      }),
    )
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(
      `PUT /api/uploads/${ids[0]}?offset=0 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 1000\r\n\r\nxx`,
    )
    await expect.poll(() => item(ids[0] ?? ''), PATIENCE).toMatchObject({ bytesRead: 2 })
    for (const id of ids) {
      const answer = await test.app.inject({ method: 'DELETE', url: `/api/imports/${id}` })
      expect(cancelledSchema.parse(answer.json()).kept.threads).toBe(0)
    }
    socket.destroy()
    expect(await files()).toEqual([])
    expect((await put(ids[1] ?? '', 0, 'x')).statusCode).toBe(404)
    expect(test.errors).toEqual([])
  })

  it('are refused when they are empty or too large, before a byte is sent', async () => {
    expect((await announce('a', 0)).json()).toMatchObject({
      error: { remedy: 'Choose the file that holds the log.' },
    })
    expect((await announce('a', 10_000_001)).statusCode).toBe(413)
    expect(await files()).toEqual([])
  })

  it('say what a cancelled import has stored', async () => {
    const stored = Promise.withResolvers<void>()
    const busy = await openTestApp({
      work: (real) => ({
        ...real,
        readFile: async (input, options) => {
          const records = await real.readFile(input, {})
          stored.resolve()
          await new Promise((resolve) => options.signal?.addEventListener('abort', resolve))
          return records
        },
      }),
    })
    const log = Buffer.from(exampleLog(4))
    const { id } = importItemSchema.parse((await announce('a', log.length, 'm', busy)).json())
    await put(id, 0, log, busy)
    await stored.promise
    const answer = await busy.app.inject({ method: 'DELETE', url: `/api/imports/${id}` })
    expect(answer.json()).toEqual({ id, kept: { threads: 4, messages: 8 } })
    await busy.jobs.idle()
    await busy.close()
  })
})
