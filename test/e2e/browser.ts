import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { describe } from 'vitest'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Plain JavaScript, for it runs in the page and knows its document. */
const BARRIERS = readFileSync(join(import.meta.dirname, 'barriers.js'), 'utf8')

/** Why there is no browser to test with, if there is none. In CI that is a failure of its own. */
const NO_BROWSER =
  existsSync(CHROMIUM) || process.env['CI'] === 'true'
    ? undefined
    : `${CHROMIUM} is not installed (apt-get install chromium)`

/** Why the page cannot be tested, if it cannot. */
const NO_PAGE =
  NO_BROWSER ??
  (existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
    ? undefined
    : 'the page is not built')

/** Tests of the page. Where it cannot be had they are skipped, and their name says why; in CI they fail. */
export function describePage(about: string, tests: () => void): void {
  const isSkipped = NO_PAGE !== undefined && process.env['CI'] !== 'true'
  const why = NO_PAGE === undefined ? '' : ` (${NO_PAGE})`
  describe.skipIf(isSkipped)(`${about}${why}`, () => {
    tests()
  })
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

/** Everything that a page complains of. The connection that a restart cuts is no complaint. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const isCut = /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)/.test(
      message.text(),
    )
    if (['error', 'warning'].includes(message.type()) && !isCut) complaints.push(message.text())
  })
  return complaints
}

/**
 * What a reader of the screen would stumble over: fields and buttons without a name, headings that
 * skip a level, pictures without words, ids that come twice.
 */
export function barriersOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(BARRIERS)
}

/** Drops a file on the page, as a browser tells it. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const content = JSON.stringify(readFileSync(path, 'utf8'))
  const name = JSON.stringify(basename(path))
  await page.evaluate(`{
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([${content}], ${name}))
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })
      document.body.dispatchEvent(event)
    }
  }`)
}
