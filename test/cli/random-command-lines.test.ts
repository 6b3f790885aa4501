import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/analysis/topics/seeded-random.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { say, threadOf } from '../conformance/check.ts'
import { runHere } from './in-process.ts'

const LINES = process.env['TEST_LONG'] === '1' ? 1000 : 150
const THREADS = 12

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-random-'))
  const store = await openFileStore(foldersUnder(join(cwd, 's')))
  await store.mergeThreads(
    Array.from({ length: THREADS }, (_, n) =>
      threadOf({
        id: `T${n}`,
        messages: [say(`about vocals ${n}`, { id: `m${n}`, userId: `u${n % 3}`, time: n * 1000 })],
      }),
    ),
  )
  await store.close()
  const lines = [0, 1].map((n) => ({ messages: [{ role: 'user', content: `line ${n}` }] }))
  await writeFile(join(cwd, 'log.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const VALUES: Readonly<Record<string, readonly string[]>> = {
  URL: ['file:./s', 'file:./s', 'file:./t', 'file:./none', './s', 'oracle:x', 's3://', 'postgres:'],
  N: ['1', '3', '1000', '1001', '0', '-1', 'all', '1e3', '٣'],
  TIME: ['2025-03-10', '1970-01-01T00:00:00Z', 'yesterday', '2025-02-30', '99999-01-01'],
  NAME: ['json', 'html', 'md', 'pending', 'id', 'newest', 'unknown', 'local', 'openai-messages'],
  ID: ['u0', 'u1', 'T1', 'nobody', '../x', '__proto__', '\u001B[2J', 'a\nb'],
  TAG: ['en', 'he', 'xx'],
  FILE: ['out.txt', 'log.jsonl', 'deep/er/out', '.', 'none', 's'],
  TEXT: ['zzz', 'WyJpZCIsIlQxIl0', 'WyJuZXdlc3QiLCIiLCJUMSJd', '=='],
}
const WORDS = [
  'T1',
  'T2',
  'T3',
  'u0',
  'NOPE',
  'log.jsonl',
  '-',
  'vocals',
  '"',
  '--',
  '../x',
  'é'.repeat(300),
]

it(`${LINES} random command lines end as documented and erase nothing that was not named`, async () => {
  const random = seededRandom(LINES)
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
  const flags = new Map(COMMANDS.flatMap((command) => Object.entries(command.flags)))
  let ids = await storedIds(cwd)
  expect(ids.size).toBe(THREADS)
  const exits = new Map<number, number>()
  for (let n = 0; n < LINES; n++) {
    const command = pick(COMMANDS)
    const argv = (command?.name ?? '').split(' ')
    const own = Object.keys(command?.flags ?? {})
    for (let flag = Math.floor(random() * 4); flag > 0; flag--) {
      const name = random() < 0.9 ? pick(own) : pick([...flags.keys(), 'nonsense'])
      if (name === undefined) continue
      const value = flags.get(name)?.value
      argv.push(`--${name}`, ...(value === undefined ? [] : [pick(VALUES[value] ?? ['x']) ?? '']))
    }
    const words = command?.words === undefined ? (random() < 0.1 ? 1 : 0) : Math.floor(random() * 3)
    for (let word = 0; word < words; word++) argv.push(pick(WORDS) ?? '')
    if (own.includes('store') && !argv.includes('--store'))
      argv.splice(1 + Number(command?.name.includes(' ')), 0, '--store', 'file:./s')
    const json = random() < 0.5
    if (json) argv.push('--json')

    const ran = await runHere(argv, { cwd, input: 'nothing of a log' })
    const line = argv.map((word) => JSON.stringify(word)).join(' ')
    expect([0, 1, 2, 3, 4, 130], line).toContain(ran.exit)
    expect(ran.err, line).not.toMatch(/INTERNAL|^ +at /m)
    const document = json && !argv.includes('--') ? ran.out : '{}'
    expect(() => JSON.parse(document) as unknown, line).not.toThrow()
    exits.set(ran.exit, (exits.get(ran.exit) ?? 0) + 1)

    const now = await storedIds(cwd)
    const isErasing = command?.name === 'threads delete' && ran.exit === 0
    const user = argv[argv.indexOf('--user') + 1]
    const gone = [...ids].filter(([id]) => !now.has(id))
    const named = gone.filter(
      ([id, users]) => argv.includes(id) || (argv.includes('--user') && users.includes(user ?? '')),
    )
    expect(gone, line).toEqual(isErasing ? named : [])
    ids = now
  }
  for (const exit of [0, 1, 2]) expect(exits.get(exit)).toBeGreaterThan(LINES / 50)
}, 900_000)

async function storedIds(folder: string): Promise<Map<string, readonly string[]>> {
  const store = await openFileStore(foldersUnder(join(folder, 's')))
  const { items } = await store.listThreads({ limit: 1000 })
  await store.close()
  return new Map(items.map(({ id, userIds }) => [id, userIds]))
}
