import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { piece } from '../integration/every-backend/pieces.ts'
import { startModelDouble } from '../services/models/model-double.ts'
import type { ModelDouble } from '../services/models/model-double.ts'
import { plainForm } from '../services/models/plain-reader.ts'
import { NO_PAGE, barriersOf, collectComplaints, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'
import type { Served } from './served.ts'

const THREADS = 6

describe.skipIf(NO_PAGE !== undefined && process.env['CI'] !== 'true')(
  `an analysis that costs money, in a browser${NO_PAGE === undefined ? '' : ` (${NO_PAGE})`}`,
  () => {
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
      await store.close()
      // One thread is refused once, and answered when it is asked for again.
      const refused = new Set<string>()
      double = await startModelDouble(({ transcript }) => {
        const isFirst = /talk 3/.test(transcript) && refused.size === 0
        if (isFirst) refused.add(transcript)
        const value = plainForm(transcript)
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
  },
)
