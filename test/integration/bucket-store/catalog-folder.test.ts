import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newCatalogFolder } from '../../../src/storage/objects/bucket/journal/snapshots/catalog-folder.ts'
import { ROOT } from '../../cli/run-cli.ts'

const MODULE = join(ROOT, 'src/storage/objects/bucket/journal/snapshots/catalog-folder.ts')

/** Of this test alone: every process that opens a bucket clears the common one. */
let temporary: string
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'hitcraft-temporary-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

it('takes away what a killed process left of its catalog, and nothing of one that lives', () => {
  const living = newCatalogFolder()
  const script = `
    const { newCatalogFolder } = await import(${JSON.stringify(MODULE)})
    const { writeFileSync, writeSync } = await import('node:fs')
    const folder = newCatalogFolder()
    writeFileSync(folder + '/half.sqlite', 'words')
    writeSync(1, folder)
    process.kill(process.pid, 'SIGKILL')`
  const killed = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  expect(killed.signal).toBe('SIGKILL')
  const left = killed.stdout
  expect(existsSync(join(left, 'half.sqlite'))).toBe(true)
  const next = newCatalogFolder()
  expect([left, living, next].map((folder) => existsSync(folder))).toEqual([false, true, true])
})
