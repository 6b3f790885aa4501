import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { piece } from '../integration/every-backend/pieces.ts'
import { startModelDouble } from '../services/models/model-double.ts'
import type { ModelDouble } from '../services/models/model-double.ts'
import { plainForm, quoteOf, readTranscript } from '../services/models/plain-reader.ts'
import { barriersOf, collectComplaints, describePage, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'
import type { Served } from './served.ts'

const THREADS = 6

/** A complaint that a model finds in one thread, and the local analyzer does not. */
function complaintIn(transcript: string) {
  const said = readTranscript(transcript).filter(({ text }) => /talk 2/.test(text))
  return said.map((message) => ({ kind: 'complaint' as const, said: quoteOf(message) }))
}

describePage('an analysis that costs money, in a browser', () => {
  let folder: string
  let double: ModelDouble
  let served: Served
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-e2e-'))
    const store = await openChatStore(parseStoreUrl(`file:${folder}`, folder))
    await store.mergeThreads(Array.from({ length: THREADS }, (_, n) => piece(n, 'a')))
    await runAnalysis(store, await openAnalyzer('local'))
    await store.close()
    // One thread is refused once, and answered when it is asked for again.
    const refused = new Set<string>()
    double = await startModelDouble(({ transcript }) => {
      const isFirst = /talk 3/.test(transcript) && refused.size === 0
      if (isFirst) refused.add(transcript)
      const value = { ...plainForm(transcript), signals: complaintIn(transcript) }
      return isFirst ? { does: 'answer', value, stop: 'refusal' } : { does: 'answer', value }
    })
    served = await serveFolder(folder, 0, { ...double.settings, ANALYZER: 'claude' })
    browser = await launchBrowser()
    page = await browser.newPage()
    complaints = collectComplaints(page)
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    await double?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('names its price first, then what it spent and what failed, and tries that again', async () => {
    await page.goto(`${served.url}/imports`)
    const start = page.getByRole('button', {
      name: `Analyze ${THREADS} pending threads for about`,
    })
    await start.waitFor()
    await page.getByText('by the list prices of').waitFor()
    expect(double.asked).toHaveLength(0)
    expect(double.countings).toBe(0)
    const amount = page.getByLabel('Spend at most')
    await amount.fill('much')
    expect(await start.isDisabled()).toBe(true)
    await amount.fill('2')
    // The button keeps its price while that of another sample is reckoned, and starts nothing.
    const reckoned = Promise.withResolvers<void>()
    await page.route(/[?&]sample=/, async (route) => {
      await reckoned.promise
      await route.continue()
    })
    const few = page.getByLabel('Read a sample')
    await few.fill('4')
    await few.press('Enter')
    expect(await start.isDisabled()).toBe(true)
    reckoned.resolve()
    const startFew = page.getByRole('button', { name: 'Analyze 4 pending threads for about' })
    await startFew.waitFor()
    expect(await startFew.isEnabled()).toBe(true)
    expect(double.asked).toHaveLength(0)
    await few.fill('')
    expect(await barriersOf(page)).toEqual([])
    await start.click()
    await page.getByText('1 × the model would not answer').waitFor({ timeout: 120_000 })
    await page.getByText('Budget $2.00').waitFor()
    await page.getByText(/\$\d\.\d{4} spent/).waitFor()
    await page.getByRole('button', { name: 'Try again: 1 pending thread' }).click()
    await page.getByText('Nothing is pending.').waitFor({ timeout: 120_000 })
    expect(double.billed).toHaveLength(THREADS + 1)
    expect(await page.content()).not.toContain(double.settings.ANTHROPIC_API_KEY)
    await page.goto(served.url)
    await page.getByText('Found by: Claude').waitFor()
    expect(complaints).toEqual([])
  })

  /** What has the focus: its element and words. */
  const focused = () =>
    page.evaluate(
      'document.activeElement.nodeName + " " + document.activeElement.textContent.trim()',
    )

  it('shows what is sent of a thread, and where two analyzers differ', async () => {
    await page.goto(`${served.url}/imports`)
    await page.getByRole('link', { name: 'Compare what 2 analyzers found' }).press('Enter')
    await page.getByText(`Of ${THREADS} threads that both have read`).first().waitFor()
    expect(await focused()).toBe('H1 How far two analyzers agree')
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: '1 where they differ in Complaints' }).press('Enter')
    const row = page.locator('.thread-list a')
    await row.filter({ hasText: 'in talk 2' }).waitFor()
    expect(await row.count()).toBe(1)
    expect(await focused()).toBe('H2 Where they differ: Complaints')
    await page.goBack()
    await row.waitFor({ state: 'detached' })
    expect(await focused()).toBe('H1 How far two analyzers agree')
    await page.goForward()
    await row.waitFor()
    expect(await focused()).toBe('H2 Where they differ: Complaints')
    await row.press('Enter')
    await page.getByRole('link', { name: 'What Claude is shown of it' }).waitFor()
    await page.goBack()
    await row.waitFor()
    expect(await focused()).toMatch(/^A .*in talk 2/)
    await row.press('Enter')
    await page.getByRole('link', { name: 'What Claude is shown of it' }).press('Enter')
    await page.getByText('Looking sends nothing').waitFor()
    const shown = await page.locator('.sent-text').last().innerText()
    expect(double.asked.map(({ transcript }) => transcript.trim())).toContain(shown.trim())
    expect(await barriersOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
