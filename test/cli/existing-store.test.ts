import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runHere } from './in-process.ts'
import { ROOT } from './run-cli.ts'

const SAMPLE = join(ROOT, 'samples/2025-03-11/hitcraft-export.json')

describe('a store that is only read', () => {
  let cwd: string
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-existing-'))
  })
  afterEach(() => rm(cwd, { recursive: true, force: true }))

  it.each([
    [['threads', 'list', '--store', 'file:./slip']],
    [['threads', 'search', 'words', '--store', 'file:./slip']],
    [['report', '--store', 'file:./slip']],
    [['doctor', '--store', 'file:./slip']],
    [['migrate', '--from', 'file:./slip', '--to', 'file:./copy']],
    [['verify', '--from', 'file:./slip', '--to', 'file:./slip2']],
  ])('must be there: %s', async (args) => {
    const run = await runHere(args, { cwd })
    expect(run.exit).toBe(1)
    expect(run.err + run.out).toMatch(/there is no store in .*slip/)
    expect(existsSync(join(cwd, 'slip'))).toBe(false)
  })

  it('is still made for whoever begins, and a dry run makes no target', async () => {
    expect((await runHere(['threads', 'list'], { cwd })).exit).toBe(0)
    expect((await runHere(['import', SAMPLE, '--store', 'file:./mine'], { cwd })).exit).toBe(0)
    const moving = ['migrate', '--from', 'file:./mine', '--to', 'file:./copy']
    const dry = await runHere([...moving, '--dry-run', '--json'], { cwd })
    expect(dry.exit, dry.err).toBe(0)
    expect(dry.json()).toMatchObject({ checks: [{ status: 'ok' }, { status: 'ok' }] })
    expect(existsSync(join(cwd, 'copy'))).toBe(false)
    expect((await runHere(moving, { cwd })).exit).toBe(0)
    const same = ['verify', '--from', 'file:./mine', '--to', 'file:./copy']
    expect((await runHere(same, { cwd })).exit).toBe(0)
  })
})

it('a flag that is not known is named, without advice about something else', async () => {
  const run = await runHere(['serve', '--port', '9001'], { cwd: ROOT })
  expect(run.exit).toBe(2)
  expect(run.err).toContain("Unknown option '--port'.")
  expect(run.err).not.toContain('positional')
})

it('a container without an account is refused by name', async () => {
  const run = await runHere(['threads', 'list', '--store', 'azblob://logs'], { cwd: ROOT })
  expect(run.exit).not.toBe(0)
  expect(run.err).toMatch(/AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING/)
})
