import { join } from 'node:path'
import type { LiveState } from '../../src/http/schemas/state.ts'
import type { ThreadPage } from '../../src/http/schemas/threads.ts'
import { threadChoiceOf, threadsApiPath } from '../../web/src/features/threads/api/thread-choice.ts'
import { expect, vi } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import { barriersOf, describePage, dropFile } from './browser.ts'
import { it } from './visit.ts'

const SAMPLE = join(ROOT, 'samples', '2025-03-11', 'hitcraft-export.json')
/** A busy machine is slow, not wrong. */
const PATIENCE = { timeout: 240_000 }
const FILTERS = ['?from=2025-03-01&to=2025-03-10&language=en', '', '?to=2025-03-05', '?topic=t1']
/** Doors that are walked through under one filter. */
const MOST_WALKED = 12
// Links are the same code under every filter; `test/http/figure-links.test.ts` walks many of them.
const WALKED = process.env['TEST_LONG'] === '1' ? FILTERS : FILTERS.slice(0, 1)

describePage('ways through the page', () => {
  it.beforeAll(async ({ served, page }) => {
    await page.goto(served.url)
    await page.getByText('Drop a chat log').waitFor()
    await dropFile(page, SAMPLE)
    await page.getByRole('heading', { name: 'Key insights' }).waitFor({ timeout: 120_000 })
    // Results are stored as they come: until the run has ended figures go on growing.
    await vi.waitFor(async () => {
      const { run } = (await (await fetch(`${served.url}/api/state`)).json()) as LiveState
      if (run !== undefined) throw new Error('the analysis goes on')
    }, PATIENCE)
  }, 180_000)

  it('lead from each figure to a list of the same number', async ({ served, page }) => {
    let walked = 0
    for (const filter of WALKED) {
      await page.goto(`${served.url}/${filter}`)
      await page.getByRole('heading', { name: 'Negative chats' }).waitFor()
      const links = await page.locator('.figure-link').all()
      const doors = await Promise.all(
        links.map(async (link) => ({
          href: (await link.getAttribute('href')) ?? '',
          figure: /^[\d,]+/.exec((await link.textContent()) ?? '')?.[0] ?? '',
        })),
      )
      expect(doors.length).toBeGreaterThan(10)
      for (const { href, figure } of doors) {
        const { searchParams } = new URL(href, served.url)
        const list = threadsApiPath(threadChoiceOf(searchParams), '')
        const { total } = (await (await fetch(served.url + list)).json()) as ThreadPage
        expect(`${href} ${total?.toLocaleString('en-US')}`).toBe(`${href} ${figure}`)
      }
      const known = new Map(doors.map(({ href, figure }) => [href, figure]))
      const every = Math.ceil(known.size / MOST_WALKED)
      for (const [href, figure] of [...known].filter((_, n) => n % every === 0)) {
        await page.goto(served.url + href)
        await expect
          .poll(() => page.locator('.total').textContent(), PATIENCE)
          .toBe(`${figure} ${figure === '1' ? 'thread' : 'threads'}`)
        walked++
      }
    }
    expect(walked).toBeGreaterThan(WALKED.length * 5)
  }, 180_000)

  it('keep one step of the history for each filter, and can be reset', async ({ served, page }) => {
    await page.goto(served.url)
    await page.getByRole('heading', { name: 'Key insights' }).waitFor()
    await page.getByLabel('Language').selectOption('en')
    await page.waitForURL(/language=en/)
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.waitForURL(/from=.*language=en|language=en.*from=/)
    await page.goBack()
    await expect.poll(() => new URL(page.url()).search, PATIENCE).toBe('?language=en')
    await page.goBack()
    await expect.poll(() => new URL(page.url()).search, PATIENCE).toBe('')
    await page.goForward()
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => new URL(page.url()).search, PATIENCE).toBe('')
  })

  it('say that a range is reversed, and turn it', async ({ served, page }) => {
    for (const path of ['/', '/threads']) {
      await page.goto(`${served.url}${path}?from=2025-03-10&to=2025-03-01`)
      await page.getByText('This range ends before it begins').waitFor()
      await page.getByRole('button', { name: 'Exchange the two days' }).click()
      await page.waitForURL(/from=2025-03-01&to=2025-03-10/)
      await page
        .locator(path === '/' ? '.figure-link' : '.thread-row')
        .first()
        .waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)
    }
  })

  it('have a title each, and a page where there is none', async ({ served, page }) => {
    const titles = new Set<string>()
    for (const path of ['/', '/threads', '/imports', '/threads?words=mix']) {
      await page.goto(served.url + path)
      await page.locator('h1').waitFor()
      titles.add(await page.title())
    }
    await page.locator('.thread-row').first().click()
    const name = await page.locator('.thread-page h1').textContent()
    await expect.poll(() => page.title(), PATIENCE).toContain(name ?? '?')
    titles.add(await page.title())
    const answer = await page.goto(`${served.url}/no/such/place`)
    expect(answer?.status()).toBe(404)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    titles.add(await page.title())
    expect(titles.size).toBe(6)
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Go to the report' }).click()
    await page.getByRole('heading', { name: 'Key insights' }).waitFor()
  })

  it('open at the section that an address names', async ({ served, page }) => {
    await page.goto(`${served.url}/#unmet-needs`)
    await page.getByRole('heading', { name: 'Negative chats' }).waitFor()
    const top = () =>
      page.evaluate("document.querySelector('#unmet-needs').getBoundingClientRect().top")
    await expect.poll(async () => Math.abs(Number(await top())), PATIENCE).toBeLessThan(200)
  })

  it('show where the keyboard is in a list: nothing of the ring is cut off', async ({
    served,
    page,
  }) => {
    await page.goto(`${served.url}/threads`)
    await page.locator('.thread-row').first().waitFor()
    await page.locator('.filters select').last().focus()
    await page.keyboard.press('Tab')
    const ring = await page.evaluate<{ isRow: boolean; width: number; room: number[] }>(`(() => {
        const row = document.activeElement
        const style = getComputedStyle(row)
        const [box, clip] = [row.getBoundingClientRect(), row.parentElement.getBoundingClientRect()]
        const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset)
        return {
          isRow: row.matches('.thread-row'),
          width: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
          room: [box.left - clip.left, box.top - clip.top, clip.right - box.right, clip.bottom - box.bottom]
            .map((room) => room - reach),
        }
      })()`)
    expect(ring.isRow).toBe(true)
    expect(ring.width).toBeGreaterThanOrEqual(2)
    for (const room of ring.room) expect(room).toBeGreaterThanOrEqual(0)
  })

  it('give a file that is named after its filter, which stands in it', async ({
    served,
    page,
    complaints,
  }) => {
    await page.goto(`${served.url}/?from=2025-03-01&to=2025-03-10&language=he`)
    for (const [name, ending] of [
      ['HTML', 'html'],
      ['Markdown', 'md'],
      ['JSON', 'json'],
    ] as const) {
      const coming = page.waitForEvent('download')
      await page.getByRole('link', { name, exact: true }).click()
      const download = await coming
      expect(download.suggestedFilename()).toBe(`report-from-2025-03-01-to-2025-03-10-he.${ending}`)
    }
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([])
  })

  it('fit 320 px', async ({ served, browser }) => {
    const narrow = await browser.newPage({ viewport: { width: 320, height: 740 } })
    for (const path of ['/', '/threads', '/imports', '/nowhere']) {
      await narrow.goto(served.url + path)
      await narrow.locator('h1').waitFor()
      await expect.poll(() => narrow.locator('.loading').count(), PATIENCE).toBe(0)
      expect(await barriersOf(narrow)).toEqual([])
    }
    await narrow.close()
  })
})
