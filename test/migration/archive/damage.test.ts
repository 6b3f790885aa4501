import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../../src/app/migrate-store.ts'
import { exportArchive } from '../../../src/app/moving/export-archive.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { sha256 } from '../../../src/domain/values/canonical-json.ts'
import { lineOf } from '../../../src/migration/archive/archive-line.ts'
import { openFolderSource } from '../../../src/migration/sources/open-source.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { analyzed, oneLine } from '../../conformance/check.ts'

/** Threads t000 to t059, five or six of them a part. */
const IDS = Array.from({ length: 60 }, (_, n) => `t${String(n).padStart(3, '0')}`)
const THIRD = 'data/threads-000003.jsonl'

let root: string
let folder: string
let store: ChatStore
let whole: ReadonlyMap<string, string>

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-archive-damage-'))
  folder = join(root, 'backup')
  store = await openMemoryStore()
  const threads = IDS.map((id, n) => oneLine(id, `words of ${id}`, n))
  await store.mergeThreads(threads)
  await store.saveAnalyses(threads.slice(0, 3).map((thread) => analyzed(thread)))
  await exportArchive(store, folder, { partBytes: 3000 })
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  whole = new Map(
    paths
      .filter((path) => path !== 'data')
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
})

afterAll(() => rm(root, { recursive: true, force: true }))

beforeEach(() => {
  rmSync(join(folder, 'data/extra.txt'), { force: true })
  for (const [path, text] of whole) writeFileSync(join(folder, path), text)
})

const linesOf = (path: string) => (whole.get(path) ?? '').trimEnd().split('\n')
const idIn = (line = '') => String(JSON.parse(line).id)
const write = (path: string, lines: readonly string[]) =>
  writeFileSync(join(folder, path), lines.map((line) => `${line}\n`).join(''))

/** What is told of the archive: by its examination, and by a restore that takes the rest. */
async function told(): Promise<{ damages: string[]; copied: number }> {
  const source = await openFolderSource({ kind: 'archive', folder })
  const examined = await Array.fromAsync(source.examine())
  const damages = examined.map(
    ({ kind, id = '', place, problem }) =>
      `${kind} ${id} ${place.slice(folder.length + 1)}: ${problem}`,
  )
  const target = await openMemoryStore()
  const moved = await migrateStore(source, target)
  const restored = moved.damaged.map(({ place, problem }) => `${place}: ${problem}`)
  expect(new Set(restored)).toEqual(
    new Set(examined.map(({ place, problem }) => `${place}: ${problem}`)),
  )
  return { damages, copied: moved.copied['threads'] ?? 0 }
}

it('in parts, the lines of an archive are read by the walk alone, and each damage is told in one part', async () => {
  const lines = linesOf(THIRD)
  write(THIRD, lines.with(2, (lines[2] ?? '').replace('words', 'wordz')))
  writeFileSync(join(folder, 'data/extra.txt'), 'nobody wrote this')
  const source = await openFolderSource({ kind: 'archive', folder })
  let read = 0
  const beside = source.examine({ isReadElsewhere: true, onProgress: () => read++ })
  const problems = (await Array.fromAsync(beside)).map(({ problem }) => problem)
  expect({ problems, read }).toEqual({ problems: ['is in no manifest'], read: 0 })
  const told: string[] = []
  for (const number of [1, 2, 3, 4]) {
    const part = { number, of: 4 }
    const { differences } = await verifyStores(source, store, { settle: 0, part })
    told.push(...differences.map(({ problem, place = '' }) => `${problem} ${place}`))
  }
  expect(told).toHaveLength(2)
  expect(told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^damaged in source .*threads-000003.jsonl, line 3: does not hash/),
      expect.stringMatching(/^damaged in source .*extra.txt: is in no manifest/),
    ]),
  )
})

describe('damage to an archive', () => {
  it('is none where there is none', async () => {
    expect(await told()).toEqual({ damages: [], copied: 60 })
    expect(linesOf(THIRD).length).toBeGreaterThan(3)
  })

  it.each([
    [
      'a bit of a record',
      (line: string) => line.replace('words', 'wordz'),
      'does not hash to what was written',
    ],
    [
      'the hash',
      (line: string) => line.replace(/.{9}"\}$/, '000000000"}'),
      'does not hash to what was written',
    ],
    ['its end', (line: string) => line.slice(0, -9), 'is cut short or changed'],
    [
      'its layout',
      (line: string) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ''),
      '',
    ],
    ['its id', (line: string) => line.replace(/"id":"t/, '"id":"tt'), ''],
    ['all of it', () => 'x', 'is no line of an archive'],
  ])(
    'to %s of a line is named by the line, and costs that record alone',
    async (_, harm, problem) => {
      const lines = linesOf(THIRD)
      write(THIRD, lines.with(2, harm(lines[2] ?? '')))
      const { damages, copied } = await told()
      expect(damages).toEqual([expect.stringContaining(`${THIRD}, line 3: ${problem}`)])
      expect(copied).toBe(59)
    },
  )

  it('of a record that was changed with its hash is named by what it holds', async () => {
    const lines = linesOf(THIRD)
    const { id, record } = JSON.parse(lines[2] ?? '')
    const other = { ...record, contentHash: sha256('another') }
    write(THIRD, lines.with(2, lineOf({ id, value: other }).trimEnd()))
    expect((await told()).damages).toEqual([
      `thread ${id} ${THIRD}, line 3: is no record of its kind`,
    ])
  })

  it('of lines that are gone, doubled, added or swapped is named, and nothing else is', async () => {
    const lines = linesOf(THIRD)
    const count = lines.length
    write(THIRD, lines.toSpliced(2, 1))
    expect(await told()).toEqual({
      damages: [`thread  ${THIRD}: holds ${count - 1} records, and ${count} were written`],
      copied: 59,
    })
    write(THIRD, lines.toSpliced(2, 0, lines[2] ?? ''))
    expect(await told()).toEqual({
      damages: [`thread ${idIn(lines[2])} ${THIRD}, line 4: stands there twice`],
      copied: 60,
    })
    const added = oneLine(`${idIn(lines[2])}a`, 'foreign')
    write(THIRD, lines.toSpliced(3, 0, lineOf({ id: added.id, value: added }).trimEnd()))
    expect((await told()).damages).toEqual([
      `thread  ${THIRD}: holds ${count + 1} records, and ${count} were written`,
    ])
    write(THIRD, lines.with(0, lines[3] ?? '').with(3, lines[0] ?? ''))
    expect((await told()).damages).toEqual([
      `thread ${idIn(lines[3])} ${THIRD}, line 1: stands out of its place`,
      `thread ${idIn(lines[0])} ${THIRD}, line 4: stands out of its place`,
    ])
    write(THIRD, [...lines, ''])
    expect((await told()).damages).toHaveLength(2)
  })

  it('of lines that two parts swapped is named in both', async () => {
    const [fifth] = [linesOf('data/threads-000005.jsonl')]
    const lines = linesOf(THIRD)
    write(THIRD, lines.with(1, fifth[1] ?? ''))
    write('data/threads-000005.jsonl', fifth.with(1, lines[1] ?? ''))
    const { damages, copied } = await told()
    expect(damages).toEqual([
      `thread ${idIn(fifth[1])} ${THIRD}, line 2: stands out of its place`,
      `thread ${idIn(lines[1])} data/threads-000005.jsonl, line 2: stands out of its place`,
    ])
    expect(copied).toBe(58)
  })

  it('of files that are missing, cut, added or swapped is named by the file', async () => {
    const count = linesOf(THIRD).length
    rmSync(join(folder, THIRD))
    expect(await told()).toEqual({ damages: [`thread  ${THIRD}: is missing`], copied: 60 - count })
    writeFileSync(join(folder, THIRD), '')
    expect(await told()).toEqual({
      damages: [`thread  ${THIRD}: holds 0 records, and ${count} were written`],
      copied: 60 - count,
    })
    writeFileSync(join(folder, THIRD), whole.get(THIRD) ?? '')
    writeFileSync(join(folder, 'data/extra.txt'), 'x')
    expect(await told()).toEqual({
      damages: ['store  data/extra.txt: is in no manifest'],
      copied: 60,
    })
    rmSync(join(folder, 'data/extra.txt'))
    const other = 'data/threads-000004.jsonl'
    writeFileSync(join(folder, THIRD), whole.get(other) ?? '')
    writeFileSync(join(folder, other), whole.get(THIRD) ?? '')
    expect(await told()).toEqual({
      damages: [
        `thread  ${THIRD}: does not hash to what the manifest says`,
        ...linesOf(THIRD).map(
          (line, n) => `thread ${idIn(line)} ${other}, line ${n + 1}: stands out of its place`,
        ),
      ],
      copied: 60 - count,
    })
  })

  it.each(['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'])(
    'of %s is named, and every record comes all the same',
    async (path) => {
      rmSync(join(folder, path))
      const missing = await told()
      expect(missing.damages).toEqual([`store  ${path}: is missing`])
      expect(missing.copied).toBe(60)
      writeFileSync(join(folder, path), (whole.get(path) ?? '').replace(/\n$/, '\n\n'))
      const changed = await told()
      expect(changed.damages.length).toBe(path.startsWith('tag') ? 0 : 1)
      expect(changed.copied).toBe(60)
    },
  )
})
