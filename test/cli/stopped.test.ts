import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { say, threadOf } from '../conformance/check.ts'
import { runHere } from './in-process.ts'

const IDS = ['T1', 'T2', 'T3']

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-stopped-'))
  const store = await openFileStore(foldersUnder(join(cwd, 's')))
  await store.mergeThreads(
    IDS.map((id) =>
      threadOf({ id, messages: [say(`words of ${id}`, { id: `m-${id}`, time: 1 })] }),
    ),
  )
  await store.close()
  await writeFile(join(cwd, 'log.jsonl'), '{"messages":[{"role":"user","content":"a bridge"}]}\n')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const STORE = ['--store', 'file:./s']

describe('a verb that is stopped', () => {
  const lines: readonly (readonly string[])[] = [
    ['import', 'log.jsonl', ...STORE],
    ['analyze', ...STORE],
    ['reindex', ...STORE],
    ['doctor', ...STORE],
    ['threads', 'export', ...STORE],
    ['threads', 'export', '--out', 't.jsonl', ...STORE],
    ['migrate', '--from', 'file:./s', '--to', 'file:./copy'],
    ['verify', '--same', '--from', 'file:./s', '--to', 'file:./s'],
    ['demo'],
  ]
  it.each(lines.map((argv) => [argv.join(' '), argv] as const))(
    '%s ends with 130, whatever it had found',
    async (_name, argv) => {
      const { exit, err } = await runHere(argv, { cwd, stopAt: '' })
      expect(exit, err).toBe(130)
      const again = await runHere([...argv, '--json'], { cwd, stopAt: '' })
      expect(again.exit).toBe(130)
      expect(() => again.json()).not.toThrow()
      expect(await readdir(cwd)).not.toContain('t.jsonl')
    },
  )

  it('export in the middle prints no further thread, and one document is one', async () => {
    const { exit, out } = await runHere(['threads', 'export', ...STORE], { cwd, stopAt: 'T1' })
    expect({ exit, lines: out.trimEnd().split('\n').length }).toEqual({ exit: 130, lines: 1 })
    const whole = await runHere(['threads', 'export', '--json', ...STORE], { cwd, stopAt: 'T2' })
    expect(whole.exit).toBe(130)
    expect(whole.json()).toMatchObject({ threads: [{ id: 'T1' }, { id: 'T2' }] })
  })
})

describe('threads delete', () => {
  it.each([
    ['the end of the input', '', undefined, 1],
    ['no', 'n\n', undefined, 1],
    ['a signal', '', '', 130],
    ['yes', 'y\n', undefined, 0],
  ])('takes %s for what it is', async (_name, typed, stopAt, wanted) => {
    const at = await mkdtemp(join(cwd, 'delete-'))
    await cp(join(cwd, 's'), at, { recursive: true })
    const stop = stopAt === undefined ? {} : { stopAt }
    const argv = ['threads', 'delete', 'T1', '--store', `file:${at}`]
    const { exit, err } = await runHere(argv, { cwd, typed, ...stop })
    expect(exit, err).toBe(wanted)
    const shown = await runHere(['threads', 'show', 'T1', '--store', `file:${at}`], { cwd })
    expect(shown.exit).toBe(wanted === 0 ? 1 : 0)
  })
})

describe('threads export of a store with a damaged thread', () => {
  it.each([
    ['all', []],
    ['named', IDS],
  ])('prints the others, names it and ends with 3: %s', async (name, ids) => {
    const at = join(cwd, `damaged-${name}`)
    await cp(join(cwd, 's'), at, { recursive: true })
    const path = join(foldersUnder(at).threads, 'T2.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('words of T2', 'words of T4'))
    const store = ['--store', `file:${at}`]
    const lines = await runHere(['threads', 'export', ...ids, ...store], { cwd })
    expect(lines.exit).toBe(3)
    expect(lines.out.match(/"id":"T\d"/g)).toEqual(['"id":"T1"', '"id":"T3"'])
    expect(lines.err).toContain('damaged, and left out: thread T2')
    const json = await runHere(['threads', 'export', ...ids, '--json', ...store], { cwd })
    expect(json.exit).toBe(3)
    expect(json.json()).toMatchObject({ threads: [{ id: 'T1' }, { id: 'T3' }] })
    const out = ['--json', '--out', `${name}.jsonl`]
    const written = await runHere(['threads', 'export', ...ids, ...out, ...store], { cwd })
    expect(written.exit).toBe(3)
    expect(written.json()).toMatchObject({ damaged: [{ kind: 'thread', id: 'T2' }] })
  })
})
