import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImportItem, ImportList } from '../../src/http/schemas/imports.ts'
import type { Overview } from '../../src/http/schemas/state.ts'
import { exampleLog } from '../http/test-app.ts'
import { collectComplaints, describePage, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'
import type { Served } from './served.ts'

/** A busy machine is slow, not wrong. */
const PATIENCE = { timeout: 120_000 }
const LINE = 'I am sorry, I cannot export stems. '
/** Bytes a second that the browser may send while it is watched. */
const SLOW = 150_000

describePage('a reload while files are sent', () => {
  let folder: string
  let browser: Browser
  let served: Served
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-reload-'))
    browser = await launchBrowser()
    served = await serveFolder(folder)
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const imports = async (): Promise<readonly ImportItem[]> =>
    ((await (await fetch(`${served.url}/api/imports`)).json()) as ImportList).items
  const threads = async () =>
    ((await (await fetch(`${served.url}/api/overview`)).json()) as Overview).threads
  const statuses = async () =>
    Object.fromEntries((await imports()).map(({ file, status }) => [file, status]))

  async function throttle(page: Page, bytesPerSecond: number) {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    })
    return session
  }

  it('loses nothing: what came stays, the rest goes on by itself', async () => {
    const big = join(folder, 'big.jsonl')
    const small = join(folder, 'small.jsonl')
    await writeFile(big, bigLog())
    await writeFile(small, exampleLog(3))
    const context = await browser.newContext()
    const page = await context.newPage()
    page.on('dialog', (dialog) => void dialog.accept())
    const complaints = collectComplaints(page)
    await page.goto(served.url)
    await page.getByText('Drop a chat log').waitFor()
    expect(await wouldAsk(page)).toBe(false)
    const slow = await throttle(page, SLOW)
    await page.locator('input[type=file]').first().setInputFiles([big, small])
    // Both are known to the server before the first is there.
    await expect
      .poll(statuses, PATIENCE)
      .toEqual({ 'big.jsonl': 'uploading', 'small.jsonl': 'stalled' })
    await expect
      .poll(async () => (await itemOf('big.jsonl'))?.bytesRead, PATIENCE)
      .toBeGreaterThan(0)
    expect(await wouldAsk(page)).toBe(true)
    await expect.poll(() => keptFiles(page), PATIENCE).toBe(2)
    await page.reload()
    await slow.detach()
    const before = await itemOf('big.jsonl')
    expect(before?.bytesRead).toBeGreaterThan(0)
    await expect.poll(statuses, PATIENCE).toEqual({ 'big.jsonl': 'done', 'small.jsonl': 'done' })
    await expect.poll(threads, PATIENCE).toBe(63)
    await expect.poll(() => keptFiles(page), PATIENCE).toBe(0)
    expect(await wouldAsk(page)).toBe(false)
    // Nothing but the tab was ended: no request failed but the one that the reload cut.
    expect(complaints).toEqual([])
    await context.close()
  }, 400_000)

  it('lists what another browser has not sent, and cancels it', async () => {
    await fetch(`${served.url}/api/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'elsewhere.jsonl', size: 5000, mark: 'm' }),
    })
    const page = await browser.newPage()
    await page.goto(`${served.url}/imports`)
    const row = page.locator('.card', { hasText: 'elsewhere.jsonl' })
    await row.getByText('Not sent yet').waitFor()
    await row.getByText('add the same file here').waitFor()
    await row.getByRole('button', { name: 'Cancel' }).click()
    await row.waitFor({ state: 'detached' })
    expect((await imports()).map(({ file }) => file)).not.toContain('elsewhere.jsonl')
    await page.close()
  }, 200_000)

  async function itemOf(file: string): Promise<ImportItem | undefined> {
    return (await imports()).find((item) => item.file === file)
  }
})

/** Whether closing the tab now would ask first. */
function wouldAsk(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    `!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))`,
  )
}

/** How many files the browser keeps for the next page. */
function keptFiles(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const opening = indexedDB.open('hitcraft-uploads', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('files')
    opening.onsuccess = () => {
      const counting = opening.result.transaction('files').objectStore('files').count()
      counting.onsuccess = () => { opening.result.close(); resolve(counting.result) }
    }
  })`)
}

/** 60 conversations, some 2 MB. */
function bigLog(): string {
  return Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `please export stem number ${i} of my long song` },
        { role: 'assistant', content: LINE.repeat(1000) },
      ],
    }),
  ).join('\n')
}
