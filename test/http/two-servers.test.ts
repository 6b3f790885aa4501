import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importListSchema } from '../../src/http/schemas/imports.ts'
import type { ImportItem } from '../../src/http/schemas/imports.ts'
import { serveFolder } from '../e2e/served.ts'
import type { Served } from '../e2e/served.ts'
import { exampleLog } from './test-app.ts'

const PATIENCE = { timeout: 120_000 }

describe('two servers on the same folders', () => {
  let folder: string
  let running: Served[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-two-'))
    running = []
  })
  afterEach(async () => {
    for (const served of running) await served.kill()
    await rm(folder, { recursive: true, force: true })
  })

  const serve = async () => {
    const served = await serveFolder(folder)
    running.push(served)
    return served
  }
  const imports = async ({ url }: Served): Promise<ImportItem[]> =>
    importListSchema.parse(await (await fetch(`${url}/api/imports`)).json()).items
  const threads = async ({ url }: Served) =>
    ((await (await fetch(`${url}/api/overview`)).json()) as { threads: number }).threads

  it('leave each other’s uploads alone, and read each once', async () => {
    const first = await serve()
    const log = exampleLog(6)
    const { port } = new URL(first.url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    const head = `POST /api/imports?name=slow.jsonl HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(log)}\r\n\r\n`
    socket.write(head + log.slice(0, 50))
    const second = await serve()
    const mine = await fetch(`${second.url}/api/imports?name=mine.jsonl`, {
      method: 'POST',
      body: exampleLog(9),
    })
    expect(mine.status).toBe(202)
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
    })
    socket.write(log.slice(50))
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 202 /)
    await expect
      .poll(
        async () => (await imports(first)).map(({ file, status }) => `${file} ${status}`).sort(),
        PATIENCE,
      )
      .toEqual(['mine.jsonl done', 'slow.jsonl done'])
    await expect.poll(() => threads(second), PATIENCE).toBe(9)
    for (const { url } of running) {
      const state = (await (await fetch(`${url}/api/state`)).json()) as { imports: unknown[] }
      expect(state.imports).toEqual([])
    }
  }, 240_000)

  it('go on with what the other left when it died', async () => {
    const first = await serve()
    const second = await serve()
    const announced = await fetch(`${first.url}/api/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'half.jsonl', size: 1000, mark: 'm' }),
    })
    const { id } = (await announced.json()) as { id: string }
    await fetch(`${first.url}/api/uploads/${id}?offset=0`, { method: 'PUT', body: 'x'.repeat(70) })
    expect((await fetch(`${second.url}/api/imports/${id}`)).status).toBe(404)
    await first.kill()
    await expect
      .poll(async () => (await fetch(`${second.url}/api/imports/${id}`)).json(), PATIENCE)
      .toMatchObject({ status: 'stalled', bytesRead: 70, file: 'half.jsonl' })
  }, 240_000)
})
