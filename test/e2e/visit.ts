import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it as plainIt } from 'vitest'
import { collectComplaints, launchBrowser } from './browser.ts'
import { serveFolder } from './served.ts'

/** A test of what a page shows of a folder that is served. All tests of a file have the same folder and page. */
export const it = plainIt
  .extend('folder', { scope: 'file' }, () => mkdtemp(join(tmpdir(), 'hitcraft-e2e-')))
  .extend('served', { scope: 'file' }, async ({ folder }, { onCleanup }) => {
    const served = await serveFolder(folder)
    onCleanup(async () => {
      await served.stop()
      await rm(folder, { recursive: true, force: true })
    })
    return served
  })
  .extend('browser', { scope: 'file' }, () => launchBrowser())
  .extend('watched', { scope: 'file' }, async ({ browser }, { onCleanup }) => {
    onCleanup(() => browser.close())
    const page = await browser.newPage()
    // From the beginning, whichever test asks for them.
    return { page, complaints: collectComplaints(page) }
  })
  .extend('page', { scope: 'file' }, ({ watched }) => watched.page)
  .extend('complaints', { scope: 'file' }, ({ watched }) => watched.complaints)
