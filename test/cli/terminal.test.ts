import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProgress } from '../../src/cli/output/progress.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { analyzed, say, threadOf } from '../conformance/check.ts'
import { runHere } from './in-process.ts'

/** What no terminal may get from a log: ESC, OSC, CSI as one byte, CR, backspace, bidi, half a pair. */
const EVIL =
  '\u001B]0;owned\u0007\u009B31m\r\b\u007F\u202Efdp\u2066x\u200F\u061C\u2028y\uFEFF\uD800'
const RAW =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F\uFEFF]/u
const ID = `id${EVIL}`
const FORGED = `line\n✓ forged`

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-terminal-'))
  const store = await openFileStore(foldersUnder(join(cwd, 's')))
  const threads = [ID, FORGED, 'T3'].map((id, n) =>
    threadOf({
      id,
      title: `title ${EVIL}`,
      messages: [
        say(`this does not work, it is wrong ${EVIL} ${n}`, {
          id: `m${EVIL}`,
          userId: `u${EVIL}`,
          time: 1,
        }),
        {
          id: 'm2',
          role: `role${EVIL}`,
          content: [
            { type: `part${EVIL}`, raw: EVIL },
            { type: 'text', text: EVIL },
          ],
        },
      ],
    }),
  )
  await store.mergeThreads(threads)
  await store.close()
  await runHere(['analyze', '--store', 'file:./s'], { cwd })
  const again = await openFileStore(foldersUnder(join(cwd, 's')))
  await again.saveAnalyses(threads.slice(0, 1).map((thread) => analyzed(thread, { summary: EVIL })))
  await again.close()
  await writeFile(join(cwd, `log\u001B[31m\u202E.json`), '{"no": "log"}')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const STORE = ['--store', 'file:./s']
/** Every verb, on what is there and on what is not. */
const LINES: readonly (readonly string[])[] = [
  ['threads', 'list', ...STORE],
  ['threads', 'search', 'wrong', ...STORE],
  ['threads', 'show', ID, ...STORE],
  ['threads', 'show', FORGED, ...STORE],
  ['threads', 'show', `none ${EVIL}`, ...STORE],
  ['threads', 'export', ...STORE],
  ['threads', 'export', ID, ...STORE],
  ['threads', 'export', `none ${EVIL}`, ...STORE],
  ['threads', 'export', '--out', `out\u001B.jsonl`, ...STORE],
  ['history', '--threads', ...STORE],
  ['report', ...STORE],
  ['report', '--format', 'html', ...STORE],
  ['report', '--format', 'json', ...STORE],
  ['report', '--topic', EVIL, ...STORE],
  ['report', '--out', `r\u001B\u202E.md`, ...STORE],
  ['import', `log\u001B[31m\u202E.json`, `none\u001B.json`, ...STORE],
  ['migrate', '--from', 'file:./s', '--to', `file:./t\u001B\u202E`],
  ['verify', '--from', `file:./t\u001B\u202E`, '--to', 'file:./s'],
  ['export', '--to', `archive:./bag\u001B\u202E`, ...STORE],
  ['repair', '--from', 'file:./s', '--to', `file:./t\u001B\u202E`, '--only', `none\u001B.json`],
  ['worker', '--store', `file:./t\u001B\u202E`],
  ['analyze', ...STORE],
  ['analyze', '--analyzer', 'claude', '--show-sent', ID, ...STORE],
  ['compare', '--a', EVIL, '--b', 'local', ...STORE],
  ['doctor', '--store', `file:./t\u001B\u202E`],
  ['doctor', '--store', `file:./none\u001B\u202E`],
  ['reindex', ...STORE],
  ['config'],
  ['serve', '--store', `file:./t\u001B\u202E`],
  [`verb${EVIL}`],
  ['threads', `what${EVIL}`],
  ['report', `--flag${EVIL}`],
  ['report', '--format', EVIL],
  ['threads', 'delete', ID, `none ${EVIL}`, '--yes', ...STORE],
]

describe('nothing of a log or an argument reaches a terminal as it is', () => {
  it('tries every verb but the demo, which has no such thing', () => {
    const tried = LINES.map((line) => line.slice(0, 2).join(' '))
    const untried = COMMANDS.filter(
      ({ name }) => !tried.some((line) => `${line} `.startsWith(`${name} `)),
    )
    expect(untried.map(({ name }) => name)).toEqual(['demo'])
  })

  it.each(LINES.map((line) => [line]))('%j', async (line) => {
    const plain = await runHere(line, { cwd, tty: true, env: { UPLOAD_FOLDER: `./u\u001B` } })
    // What a bar draws on a terminal is ours.
    const told = plain.err.replaceAll('\r\u001B[2K', '')
    expect(plain.out).not.toMatch(RAW)
    expect(told).not.toMatch(RAW)
    // In HTML a line end is white space.
    const lines = line.includes('html') ? told : plain.out + told
    expect(lines).not.toMatch(/^✓ forged/m)
    expect(told).not.toContain('INTERNAL')
    const json = await runHere([...line, '--json'], { cwd })
    expect(json.out).not.toMatch(RAW)
    expect(json.err).not.toMatch(RAW)
  })

  it('and JSON still says the same', async () => {
    const ran = await runHere(['threads', 'show', FORGED, '--json', ...STORE], { cwd })
    expect(JSON.parse(ran.out)).toMatchObject({ id: FORGED, title: `title ${EVIL}` })
  })

  it('not in a bar either', () => {
    let drawn = ''
    const stream = { isTTY: true, columns: 300, write: (text: string) => (drawn += text) }
    createProgress(`a${EVIL}`, stream, () => 0).update(1, 2, `b${EVIL}`)
    expect(drawn.replace('\r\u001B[2K', '')).not.toMatch(RAW)
  })
})
