import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImportList } from '../../src/http/schemas/imports.ts'
import type { LiveState } from '../../src/http/schemas/state.ts'
import { exampleLog } from '../http/test-app.ts'
import { barriersOf, collectComplaints, describePage, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'
import type { Served } from './served.ts'

/** A busy machine is slow, not wrong. */
const PATIENCE = { timeout: 120_000 }
/** More than are announced at once. */
const MANY = 60

describePage('folders in a browser', () => {
  let folder: string
  let served: Served
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-folders-'))
    await mkdir(join(folder, 'logs', 'march', '.git'), { recursive: true })
    await mkdir(join(folder, 'logs', 'app', 'organized_threads'), { recursive: true })
    const files: Readonly<Record<string, string>> = {
      'logs/monday.jsonl': exampleLog(3),
      'logs/march/monday.jsonl': exampleLog(5),
      'logs/march/README.md': '# How these were exported',
      'logs/march/empty.json': '',
      'logs/march/.git/HEAD': 'ref',
      'logs/app/organized_threads/T1.json': '{}',
    }
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content)
    }
    await mkdir(join(folder, 'store'))
    served = await serveFolder(join(folder, 'store'))
    browser = await launchBrowser()
    page = await browser.newPage()
    complaints = collectComplaints(page)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const imported = async () => {
    const answer = await fetch(`${served.url}/api/imports?limit=100`)
    const { items } = (await answer.json()) as ImportList
    return items.map(({ file, status }) => `${file} ${status}`).toSorted()
  }

  it('are read with all that is in them, dropped or chosen, and what is no log is told', async () => {
    await page.goto(served.url)
    await page.getByText('Drop a chat log').waitFor()
    await dropPaths(page, [join(folder, 'logs')])
    const note = page.locator('.note', { hasText: 'passed over' })
    await note.getByText('plain text without thread banners: logs/march/README.md').waitFor()
    await note.getByText('hidden: logs/march/.git').waitFor()
    await note.getByText('the folder of a store: logs/app').waitFor()
    await note.getByText('empty: logs/march/empty.json').waitFor()
    await note.getByText('4 items were passed over').waitFor()
    const wanted = ['logs/march/monday.jsonl done', 'logs/monday.jsonl done']
    await expect.poll(imported, PATIENCE).toEqual(wanted)
    await page.goto(`${served.url}/imports`)
    await page.getByRole('heading', { name: 'logs/march/monday.jsonl' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await note.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => note.count()).toBe(0)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add a folder of logs…' }).click()
    await (await chooser).setFiles(join(folder, 'logs'))
    await note.getByText('the folder of a store: logs/app').waitFor()
    await expect.poll(imported, PATIENCE).toEqual([wanted[0], wanted[0], wanted[1], wanted[1]])
    expect(complaints).toEqual([])
  })

  it('of which the browser may not read all are sent but for that, also hidden ones by name', async () => {
    await mkdir(join(folder, '.notes'))
    await writeFile(join(folder, '.notes', 'own.jsonl'), exampleLog(1))
    await page.goto(`${served.url}/imports`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add a folder of logs…' }).click()
    await (await chooser).setFiles(join(folder, '.notes'))
    await dropEntries(page, exampleLog(1))
    const note = page.locator('.note', { hasText: 'passed over' })
    await note.getByText('not readable: half/locked, gone.jsonl').waitFor()
    await expect
      .poll(imported, PATIENCE)
      .toEqual(
        expect.arrayContaining(['.notes/own.jsonl done', 'half/a.jsonl done', 'half/z.jsonl done']),
      )
    expect(complaints).toEqual([])
  })

  it('wait for a server that a proxy says is away, and its events are asked for again', async () => {
    const waiting = await browser.newPage()
    let announced = 0
    let listened = 0
    await waiting.route('**/api/uploads', (route) =>
      announced++ === 0 ? route.fulfill({ status: 502 }) : route.continue(),
    )
    await waiting.route('**/api/events', (route) =>
      listened++ === 0 ? route.fulfill({ status: 503 }) : route.continue(),
    )
    await waiting.goto(`${served.url}/imports`)
    const late = join(folder, 'late')
    await mkdir(late)
    await writeFile(join(late, 'late.jsonl'), exampleLog(1))
    await dropPaths(waiting, [late])
    // The row comes by the events alone: nothing else asks again.
    await waiting.getByRole('heading', { name: 'late/late.jsonl' }).waitFor()
    await expect.poll(imported, PATIENCE).toContain('late/late.jsonl done')
    expect(await waiting.getByText('was not uploaded').count()).toBe(0)
    await waiting.close()
  })

  it('of which the server names the last alone are told with how many there were', async () => {
    const told = await browser.newPage()
    const passedOver = [{ id: 'u1', file: 'logs/a.md', what: 'plain text' }]
    await told.route('**/api/state', async (route) => {
      const state = (await (await route.fetch()).json()) as LiveState
      await route.fulfill({ json: { ...state, passedOver, passedOverCount: 150 } })
    })
    await told.route('**/api/events', (route) => route.fulfill({ status: 503 }))
    await told.goto(`${served.url}/imports`)
    const note = told.locator('.note', { hasText: 'passed over' })
    await note.getByText('At least 1 item was passed over').waitFor()
    await note.getByText('150 since the server began, of which the last are named').waitFor()
    expect(await note.getByText('plain text: logs/a.md').count()).toBe(1)
    await told.close()
  })

  it('of which very many are refused name the first, and the rest are dismissed at once', async () => {
    const refused = await browser.newPage()
    await refused.route('**/api/uploads', (route) => route.fulfill({ status: 400 }))
    await refused.goto(`${served.url}/imports`)
    const bad = join(folder, 'bad')
    await mkdir(bad)
    for (let n = 0; n < 6; n++) await writeFile(join(bad, `${n}.jsonl`), exampleLog(1))
    await dropPaths(refused, [bad])
    const rest = refused.locator('.note', { hasText: 'more files were not uploaded' })
    const named = refused.locator('.note-title', { hasText: 'was not uploaded' })
    await rest.getByText('2 more files were not uploaded').waitFor()
    expect(await named.count()).toBe(4)
    await rest.getByRole('button', { name: 'Dismiss these' }).click()
    await expect.poll(() => rest.count()).toBe(0)
    expect(await named.count()).toBe(4)
    await refused.close()
  })

  it('of very many files arrive whole', async () => {
    const many = join(folder, 'many')
    await mkdir(many)
    for (let n = 0; n < MANY; n++) await writeFile(join(many, `${n}.jsonl`), exampleLog(1))
    await page.goto(served.url)
    await page.locator('h1').waitFor()
    await dropPaths(page, [many, join(folder, 'logs', 'monday.jsonl')])
    const ofMany = async () => (await imported()).filter((one) => one.startsWith('many/'))
    await expect.poll(async () => (await ofMany()).length, PATIENCE).toBe(MANY)
    await expect.poll(async () => (await imported()).at(-1), PATIENCE).toMatch(/^monday/)
  })
})

/** Drops files and folders of the disk, as a person does. */
async function dropPaths(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
  }
}

/** Drops what no test can make on a disk: a folder `half` with one within that is closed, and a file that went away. */
async function dropEntries(page: Page, log: string): Promise<void> {
  await page.evaluate(`{
    const refuse = (_, reject) => reject(new DOMException('closed', 'NotReadableError'))
    const file = (name) => ({
      name, isFile: true, file: (take) => take(new File([${JSON.stringify(log)}], name)),
    })
    const folder = (name, readEntries) => ({
      name, isDirectory: true, createReader: () => ({ readEntries }),
    })
    const pieces = [[file('a.jsonl'), folder('locked', refuse), file('z.jsonl')], []]
    const half = folder('half', (take) => take(pieces.shift()))
    const gone = { name: 'gone.jsonl', isFile: true, file: refuse }
    const items = [half, gone].map((entry) => ({ webkitGetAsEntry: () => entry }))
    const dataTransfer = { types: ['Files'], items, files: [] }
    window.dispatchEvent(Object.assign(new Event('drop'), { dataTransfer }))
  }`)
}
