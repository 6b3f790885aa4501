import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImportList } from '../../src/http/schemas/imports.ts'
import type { Overview } from '../../src/http/schemas/state.ts'
import { collectComplaints, describePage, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'
import type { Served } from './served.ts'

const THREADS = process.env['TEST_LONG'] === '1' ? 20_000 : 6000

describePage('a reload and a dead server in the middle', () => {
  let folder: string
  let browser: Browser
  let served: Served | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-restart-'))
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('changes nothing: the page comes back by itself and the work goes on', async () => {
    const log = join(folder, 'big.jsonl')
    await writeFile(log, bigLog())
    served = await serveFolder(folder)
    const { url } = served
    const page = await browser.newPage()
    const complaints = collectComplaints(page)
    await page.goto(url)
    await page.locator('input[type=file]').first().setInputFiles(log)
    await page.locator('.live-title', { hasText: 'big.jsonl' }).waitFor()
    // The folder is watched, not the API: an answer could come when all is over.
    const waiting = async () =>
      (await readdir(join(folder, 'uploads'))).filter((name) => name !== '.lock')
    const hasTicket = async () => (await waiting()).some((name) => name.endsWith('.json'))
    await expect
      .poll(async () => (await hasTicket()) && (await waiting()).length > 1, { interval: 10 })
      .toBe(true)
    await served.kill()
    await page.locator('.live-title', { hasText: 'The server does not answer' }).waitFor()
    // It died in the middle: the upload still waits; its files depend on the moment.
    expect(await hasTicket()).toBe(true)
    served = await serveFolder(folder, Number(new URL(url).port))
    await page.reload()
    await page.locator('h1').waitFor()
    await expect
      .poll(async () => (await overview(url)).threads, { timeout: 240_000, interval: 200 })
      .toBe(THREADS)
    await expect
      .poll(async () => (await overview(url)).pending, { timeout: 240_000, interval: 500 })
      .toBe(0)
    // The tab was not touched since: it was told, and shows its report.
    await page.getByRole('heading', { name: 'Key insights' }).waitFor({ timeout: 240_000 })
    const { items } = (await (await fetch(`${url}/api/imports`)).json()) as ImportList
    expect(items.map(({ status, file }) => ({ status, file }))).toEqual([
      { status: 'done', file: 'big.jsonl' },
    ])
    expect(complaints).toEqual([])
  }, 600_000)
})

async function overview(url: string): Promise<Overview> {
  return (await (await fetch(`${url}/api/overview`)).json()) as Overview
}

function bigLog(): string {
  return Array.from({ length: THREADS }, (_, i) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `please export stem number ${i} of my song` },
        { role: 'assistant', content: 'I am sorry, I cannot export stems. '.repeat(20) },
        { role: 'user', content: 'that does not help at all' },
      ],
    }),
  ).join('\n')
}
