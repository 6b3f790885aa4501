import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleLog } from '../http/test-app.ts'
import { runHere } from './in-process.ts'

it('doctor names some of many damages and counts the rest; its document has them all', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'hitcraft-doctor-'))
  const log = Array.from({ length: 25 }, (_, n) =>
    JSON.stringify({ threadId: `t${n}`, _id: `m${n}`, role: 'user', content: `number ${n}` }),
  )
  writeFileSync(join(cwd, 'log.jsonl'), log.join('\n'))
  expect((await runHere(['import', 'log.jsonl'], { cwd })).exit).toBe(0)
  const threads = join(cwd, 'organized_threads')
  for (const name of readdirSync(threads)) rmSync(join(threads, name))
  const { exit, out } = await runHere(['doctor'], { cwd })
  expect(exit).toBe(1)
  expect(out.match(/damaged: thread t\d+, .*is missing/g)).toHaveLength(10)
  expect(out.match(/Import its log again/g)).toHaveLength(1)
  expect(out).toContain('… and 15 more: --json has them all')
  const { checks } = (await runHere(['doctor', '--json'], { cwd })).json() as {
    checks: { name: string; found: string }[]
  }
  expect(checks.filter(({ found }) => found.startsWith('damaged: thread'))).toHaveLength(25)
  rmSync(cwd, { recursive: true })
})

it('doctor offers who has moved a store the daily check, and makes it', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'hitcraft-doctor-'))
  const run = (...argv: string[]) => runHere(argv, { cwd })
  writeFileSync(join(cwd, 'log.json'), exampleLog(1))
  expect((await run('import', 'log.json', '--store', 'file:./a')).exit).toBe(0)
  expect((await run('doctor', '--quick', '--store', 'file:./a')).out).not.toContain('daily check')
  const between = ['--from', 'file:./a', '--to', 'file:./b', '--receipt', 'moved.receipt']
  expect((await run('migrate', ...between)).exit).toBe(0)
  const doctor = (...more: string[]) => run('doctor', '--quick', '--store', 'file:./b', ...more)
  expect((await doctor()).out).toContain('hitcraft doctor --receipt FILE --store file:./b')
  const checked = (await doctor('--receipt', 'moved.receipt')).out
  expect(checked).toMatch(/✓ {2}receipt .*part \d of 7 of .*accounted for/)
  expect(checked).not.toContain('daily check')
  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' })
  writeFileSync(join(cwd, 'other.pub'), key)
  const signed = await doctor(
    '--receipt',
    'moved.receipt',
    '--elsewhere',
    '--public-key',
    'other.pub',
  )
  expect(signed).toMatchObject({
    exit: 1,
    out: expect.stringMatching(/✗ {2}receipt .*sign/) as unknown,
  })
  writeFileSync(join(cwd, 'no.pub'), 'no key')
  const unread = await doctor('--receipt', 'moved.receipt', '--public-key', 'no.pub')
  expect(unread.exit).toBe(1)
  expect(unread.out).toMatch(/✗ {2}receipt .*no\.pub holds no public Ed25519 key/)
  // It is the key that is wrong, and not the store.
  expect(unread.out).not.toMatch(/✗ {2}store /)
  const missing = await doctor('--receipt', 'none.receipt')
  expect(missing).toMatchObject({ exit: 1, out: expect.stringMatching(/✗ {2}receipt /) as unknown })
  rmSync(cwd, { recursive: true })
})
