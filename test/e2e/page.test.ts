import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { barriersOf, describePage, dropFile } from './browser.ts'
import { it } from './visit.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const SAMPLE = join(ROOT, 'samples', '2025-03-11', 'hitcraft-export.json')

describePage('the page in a browser', () => {
  let firstBarriers: string[]

  it.beforeAll(async ({ served, page }) => {
    // Every test needs the sample in the store; dropping it is the first thing a user does.
    await page.goto(served.url)
    await page.getByText('Drop a chat log').waitFor()
    firstBarriers = await barriersOf(page)
    await dropFile(page, SAMPLE)
    await page.getByRole('heading', { name: 'Key insights' }).waitFor({ timeout: 120_000 })
  }, 180_000)

  it('shows its sections, and evidence opens its thread at the words', async ({
    served,
    page,
    complaints,
  }) => {
    await page.goto(served.url)
    await page.getByRole('heading', { name: 'Negative chats' }).waitFor()
    const titles = await page.locator('.section h2').allTextContents()
    expect(titles).toHaveLength(12)
    expect(firstBarriers).toEqual([])
    expect(await barriersOf(page)).toEqual([])
    const quote = page.locator('#response-quality blockquote a').first()
    const words = await quote.textContent()
    await quote.click()
    const mark = page.locator('mark.mark-focus').first()
    await mark.waitFor()
    const marked = await page.locator('mark.mark-focus').allTextContents()
    expect(marked.join('')).toBe(words)
    await expect.poll(() => isInView(page)).toBe(true)
    expect(await page.locator('.findings li').count()).toBeGreaterThan(0)
    expect(await barriersOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('recounts the report for a time range, kept in the address', async ({ served, page }) => {
    await page.goto(served.url)
    await page.getByRole('button', { name: 'Last day' }).click()
    await page.waitForURL(/from=2025-03-11&to=2025-03-11/)
    const threads = page.locator('.figures dd').first()
    const all = Number.parseInt((await threads.textContent())?.replaceAll(',', '') ?? '', 10)
    await expect.poll(() => page.locator('.report').getAttribute('aria-busy')).toBe('false')
    await page.reload()
    await threads.waitFor()
    const some = Number.parseInt((await threads.textContent())?.replaceAll(',', '') ?? '', 10)
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThanOrEqual(all)
  })

  it('searches with the words highlighted and filters', async ({ served, page, complaints }) => {
    await page.goto(`${served.url}/threads`)
    await page.locator('.thread-row').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('mix')
    await page.waitForURL(/words=mix/)
    await expect.poll(() => page.locator('.snippet mark').count()).toBeGreaterThan(3)
    for (const word of await page.locator('.snippet mark').allTextContents()) {
      expect(word.toLowerCase()).toMatch(/^mix/)
    }
    await page.getByLabel('Outcome').selectOption('unresolved')
    await page.waitForURL(/outcome=unresolved/)
    await expect
      .poll(async () => {
        const rows = await page.locator('.thread-row').count()
        return rows > 0 && rows === (await page.locator('.chip-unresolved').count())
      })
      .toBe(true)
    await page.locator('.thread-row').first().click()
    await page.locator('mark.mark-focus').first().waitFor()
    const { href } = new URL(page.url())
    await page.goBack()
    await page.locator('.snippet mark').first().waitFor()
    expect(await page.evaluate('document.activeElement.href')).toBe(href)
    expect(await page.getByRole('searchbox').inputValue()).toBe('mix')
    await page.getByRole('searchbox').fill('zzzzqqqq')
    await page.getByText('No thread fits').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('searches by meaning, and for threads like one', async ({ served, page, complaints }) => {
    await page.goto(`${served.url}/threads`)
    await page.locator('.thread-row').first().waitFor()
    await page.getByLabel('Search by').selectOption('by meaning')
    await page.getByRole('searchbox').fill('the vocals are not loud enough')
    await page.keyboard.press('Enter')
    await page.waitForURL(/like=the/)
    await page
      .getByText(/^nearness 0\.\d\d$/)
      .first()
      .waitFor({ timeout: 120_000 })
    expect(await barriersOf(page)).toEqual([])
    await page.reload()
    await page
      .getByText(/^nearness/)
      .first()
      .waitFor({ timeout: 120_000 })
    expect(await page.getByRole('searchbox').inputValue()).toBe('the vocals are not loud enough')
    await page.locator('.thread-row').first().click()
    await page.getByRole('link', { name: 'Threads that ask for the like' }).click()
    await page.getByText('Threads that ask for something like').waitFor()
    await page
      .getByText(/^nearness/)
      .first()
      .waitFor({ timeout: 120_000 })
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL((url) => url.search === '')
    expect(complaints).toEqual([])
  })

  it('loads every page of the list while scrolling', async ({ served, page }) => {
    await page.goto(`${served.url}/threads`)
    await page.locator('.thread-row').first().waitFor()
    const { threads } = (await (await fetch(`${served.url}/api/overview`)).json()) as {
      threads: number
    }
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 20_000)
          return page.locator('.thread-row').count()
        },
        { timeout: 240_000 },
      )
      .toBe(threads)
  })

  it('tells what could not be read, and what to do', async ({ served, page }) => {
    await page.goto(`${served.url}/imports`)
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'holiday.png',
        mimeType: 'image/png',
        buffer: Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
      })
    const row = page.locator('.card', { hasText: 'holiday.png' })
    await row.getByText('Failed').waitFor()
    expect(await row.locator('.note-error').textContent()).toMatch(/\w/)
    // It stands once here, and on the report until it is dismissed.
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.goto(served.url)
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
    await page.reload()
    await page.getByRole('heading', { name: 'Key insights' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await barriersOf(page)).toEqual([])
  })

  it.for(['light', 'dark'] as const)(
    'fits a phone, in %s',
    async (colorScheme, { served, browser }) => {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      const phone = await context.newPage()
      for (const path of ['/', '/threads', '/imports', '/storage']) {
        await phone.goto(served.url + path)
        await phone.locator('h1').waitFor()
        await expect.poll(() => phone.locator('.loading').count()).toBe(0)
        expect(await barriersOf(phone)).toEqual([])
      }
      await phone.goto(`${served.url}/threads?outcome=resolved`)
      const fold = phone.getByRole('button', { name: 'Filters (1)' })
      await fold.waitFor()
      expect(await phone.getByLabel('Outcome').isVisible()).toBe(false)
      await fold.press('Enter')
      expect(await phone.getByLabel('Outcome').inputValue()).toBe('resolved')
      expect(await barriersOf(phone)).toEqual([])
      await context.close()
    },
  )

  it('moves the store to another one, proves it, and keeps no password', async ({
    served,
    page,
    complaints,
  }) => {
    const other = await mkdtemp(join(tmpdir(), 'hitcraft-moved-'))
    await page.goto(`${served.url}/storage`)
    await page.getByText('In order').waitFor()
    await page.getByLabel('The other store').fill(`file:${other}`)
    await page.getByRole('button', { name: 'Count what would be copied' }).click()
    await page.getByText('Counted, nothing written').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Copy and verify' }).click()
    await page.getByText('Equal, every record').waitFor({ timeout: 60_000 })
    await page.getByText(/^Receipt:/).waitFor()
    expect(await barriersOf(page)).toEqual([])
    const failing = 'postgres://me:s3cret@127.0.0.1:1/chats'
    await page.getByLabel('The other store').fill(failing)
    await page.getByRole('button', { name: 'Compare only' }).click()
    await page.getByText('The move did not finish').waitFor({ timeout: 30_000 })
    await page.reload()
    await page.getByText('The move did not finish').waitFor()
    expect(await page.content()).not.toContain('s3cret')
    expect(complaints).toEqual([])
    await rm(other, { recursive: true })
  })

  it('goes by the keyboard: skip link first, then the pages', async ({ served, page }) => {
    await page.goto(served.url)
    await page.locator('h1').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await page.getByRole('link', { name: 'Threads', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Threads' }).waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  it('erases a thread after asking, though the server tells of it before it answers', async ({
    served,
    page,
    complaints,
  }) => {
    await page.goto(`${served.url}/threads`)
    await page.locator('.thread-row').first().click()
    await page.getByRole('button', { name: 'Erase this thread…' }).click()
    const told = page.evaluate(NEXT_REVISION)
    await page.route('**/api/thread?*', async (route) => {
      if (route.request().method() !== 'DELETE') return route.continue()
      const response = await route.fetch()
      await told
      await page.evaluate("fetch('/api/state').then((answer) => answer.text())")
      return route.fulfill({ response })
    })
    await page.getByRole('button', { name: 'Erase', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Threads' }).waitFor()
    const query = new URL(page.url()).pathname
    expect(query).toBe('/threads')
    expect(complaints).toEqual([])
  })
})

/** A script that ends when the server tells the page of a change of the store. */
const NEXT_REVISION = `new Promise((resolve) => {
  const events = new EventSource('/api/events')
  let first
  events.addEventListener('state', ({ data }) => {
    const { revision } = JSON.parse(data)
    first ??= revision
    if (revision === first) return
    events.close()
    resolve()
  })
})`

async function isInView(page: Page): Promise<boolean> {
  const box = await page.locator('mark.mark-focus').first().boundingBox()
  const height = page.viewportSize()?.height ?? 0
  return box !== null && box.y >= 0 && box.y + box.height <= height
}
