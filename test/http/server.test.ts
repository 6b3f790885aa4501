import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { healthSchema } from '../../src/http/schemas/state.ts'
import { startServer } from '../../src/http/server.ts'
import { exampleLog } from './test-app.ts'

describe('startServer', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-server-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const config = (env: Readonly<Record<string, string>>) =>
    loadConfig({ env: { PORT: '0', LOG_LEVEL: 'silent', ...env }, cwd: folder })

  it('serves a file store, says which port is taken, and lets go of everything', async () => {
    const server = await startServer(config({}))
    const health = await fetch(`${server.url}/api/health`)
    expect(healthSchema.parse(await health.json()).store).toBe('file')
    const { port } = new URL(server.url)
    const elsewhere = { PORT: port, DATA_FOLDER: './d2', THREADS_FOLDER: './t2' }
    await expect(startServer(config(elsewhere))).rejects.toMatchObject({ code: 'CONFLICT' })
    await server.close()
    await expect(fetch(`${server.url}/api/health`)).rejects.toThrow(/fetch/)
  })

  it('keeps what it was sent over a restart', async () => {
    const first = await startServer(config({}))
    const init = { method: 'POST', body: exampleLog(4) }
    expect((await fetch(`${first.url}/api/imports?name=a.jsonl`, init)).status).toBe(202)
    await first.close()
    const second = await startServer(config({}))
    const overview = async () =>
      (await (await fetch(`${second.url}/api/overview`)).json()) as {
        threads: number
        pending: number
      }
    await expect.poll(overview, { timeout: 240_000 }).toMatchObject({ threads: 4, pending: 0 })
    await second.close()
  })

  it('refuses an address that is not loopback, whoever made the settings', async () => {
    const open = { ...config({}), host: '0.0.0.0' }
    await expect(startServer(open)).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  })

  it('fails when the folder of uploads cannot be made', async () => {
    await writeFile(join(folder, 'uploads'), 'a file where the folder should be')
    await expect(startServer(config({}))).rejects.toThrow(/./)
  })
})
