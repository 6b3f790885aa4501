import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exampleLog } from '../http/test-app.ts'
import { runHere } from './in-process.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-shadow-'))
})
afterEach(() => rm(cwd, { recursive: true }))

it('an archive that is imported reaches the shadow of the store of the settings', async () => {
  await writeFile(join(cwd, 'log.json'), exampleLog(1))
  const run = (argv: readonly string[], env: Record<string, string> = {}) =>
    runHere(argv, { cwd, env })
  await run(['import', 'log.json', '--store', 'file:./first'])
  await run(['export', '--store', 'file:./first', '--to', 'archive:./bag'])
  const moved = await run(['import', 'archive:./bag'], { STORAGE_SHADOW: 'file:./second' })
  expect(moved.exit).toBe(0)
  const listed = await run(['threads', 'list', '--json', '--store', 'file:./second'])
  expect(listed.json()['total']).toBe(1)
})

it('a store is not its own shadow', async () => {
  const env = { STORAGE_SHADOW: 'file:.' }
  const refused = await runHere(['threads', 'list'], { cwd, env })
  expect(refused.exit).not.toBe(0)
  expect(refused.err).toContain('another store than that of the settings')
})
