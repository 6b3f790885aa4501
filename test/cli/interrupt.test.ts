import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { generateExport } from '../../bench/generate-export.ts'
import { BIN, runCli } from './run-cli.ts'

const THREADS = 3000

it('an import that is interrupted ends with 130 and goes on when it is run again', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'hitcraft-interrupt-'))
  await generateExport(join(cwd, 'export.json'), THREADS)
  const child = spawn(process.execPath, [BIN, 'import', 'export.json'], { cwd, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const log = join(cwd, 'data/log/1.log')
  const deadline = Date.now() + 240_000
  while (!(existsSync(log) && statSync(log).size > 1_000_000)) {
    expect(Date.now()).toBeLessThan(deadline)
    await delay(5)
  }
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null])

  const some = await runCli(['threads', 'list', '--limit', '1', '--json'], { cwd })
  expect((some.json() as { items: unknown[] }).items).toHaveLength(1)
  const again = await runCli(['import', 'export.json', '--json'], { cwd })
  expect(again.exit, again.err).toBe(0)
  expect(again.json()).toMatchObject({ imports: [{ status: 'done', rejected: 0 }] })
  const exported = await runCli(['threads', 'export'], { cwd })
  expect(exported.out.trimEnd().split('\n')).toHaveLength(THREADS)
  await rm(cwd, { recursive: true, force: true })
})
