import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyHashOf } from '../../../src/domain/thread/thread.ts'
import { searchText } from '../../../src/storage/objects/catalog/catalog-schema.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import { SettleHelpers } from '../../../src/storage/objects/file/upkeep/settle-helpers.ts'
import type { SettleJob } from '../../../src/storage/objects/file/upkeep/settle-thread.ts'
import {
  closeTurn,
  help,
  newTurn,
  work,
} from '../../../src/storage/objects/file/upkeep/settle-turn.ts'
import type { SettleResult } from '../../../src/storage/objects/file/upkeep/settle-turn.ts'
import { encodeBody, readableText } from '../../../src/storage/objects/thread-body.ts'
import { expectCode, oneLine } from '../../conformance/check.ts'

const THREADS = Array.from({ length: 1200 }, (_, n) => oneLine(`t${n}`, `words of שלום ${n}`))
let root: string
let log: string

/** The bodies lie one after another, as in a segment. */
const bodies = THREADS.map((thread) => encodeBody(thread, bodyHashOf(thread)))

function jobs(): SettleJob[] {
  let offset = 0
  return THREADS.map((thread, n) => {
    const length = bodies[n]?.length ?? 0
    const place = { path: log, offset, length }
    offset += length
    const files = {
      threadFile: join(root, `${thread.id}.json`),
      textFile: join(root, `${thread.id}.txt`),
    }
    return { id: thread.id, bodyHash: bodyHashOf(thread), ...files, place }
  })
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-settle-'))
  log = join(root, '1.log')
  realFileSystem.write(log, Buffer.concat(bodies))
})
afterAll(() => rm(root, { recursive: true }))

describe('settling with helpers', () => {
  it('does each job once, writes the very bytes of the log, and tells the tokens', async () => {
    const helpers = new SettleHelpers(realFileSystem)
    const done = new Map<number, string | undefined>()
    let times = 0
    const all = jobs()
    for (let left = all; left.length > 0; left = all.filter((_, n) => !done.has(n))) {
      const places = left.map((job) => all.indexOf(job))
      // In many turns, so that the helpers are there for some of them.
      helpers.settle(left, performance.now() + 50, (index, tokens) => {
        times++
        done.set(places[index] ?? -1, tokens)
      })
      await new Promise((resolve) => setImmediate(resolve))
    }
    await helpers.stop()
    expect([times, done.size]).toEqual([THREADS.length, THREADS.length])
    for (const [n, thread] of THREADS.entries()) {
      expect(done.get(n)).toBe(searchText(thread))
      expect(await readFile(join(root, `${thread.id}.json`))).toEqual(bodies[n])
      expect(await readFile(join(root, `${thread.id}.txt`), 'utf8')).toBe(readableText(thread))
    }
  })

  it('shares a turn: what one has claimed the other does not do', () => {
    const turn = newTurn(jobs().slice(0, 10))
    const mine = work(turn, realFileSystem)
    const first = mine.next().value
    const theirs: SettleResult[] = []
    help(turn, realFileSystem, ({ result }) => theirs.push(result))
    expect(first).toMatchObject({ index: 0 })
    expect(theirs.map((result) => ('index' in result ? result.index : -1))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ])
    expect(mine.next().done).toBe(true)
  })

  it('takes nothing of a turn that failed for the one behind it', async () => {
    const helpers = new SettleHelpers(realFileSystem)
    const all = jobs()
    let calls = 0
    const failing = () => {
      if (++calls % 100 === 0) throw new HitCraftError('NO_SPACE', 'the disk is full')
    }
    // The helpers are started by the first turn, and are at work in the later ones.
    for (const until = performance.now() + 2000; performance.now() < until;) {
      await expectCode('NO_SPACE', async () => helpers.settle(all, Infinity, failing))
      await new Promise((resolve) => setImmediate(resolve))
    }
    const reversed = all.toReversed()
    const told = new Map<number, string | undefined>()
    helpers.settle(reversed, Infinity, (index, tokens) => {
      expect(told.has(index)).toBe(false)
      told.set(index, tokens)
    })
    await helpers.stop()
    expect(told.size).toBe(all.length)
    for (const [index, tokens] of told) {
      expect(tokens).toBe(searchText(THREADS[THREADS.length - 1 - index] ?? oneLine('', '')))
    }
  })

  it('knows of a helper that does not answer', () => {
    const turn = newTurn([])
    Atomics.add(turn.shared, 2, 1)
    expect(closeTurn(turn, 1)).toBe(false)
    Atomics.sub(turn.shared, 2, 1)
    expect(closeTurn(turn, 1)).toBe(true)
  })

  it('leaves what does not hold, and tells what the disk says', async () => {
    const [job] = jobs()
    if (job === undefined) throw new Error('no job')
    const helpers = new SettleHelpers(realFileSystem)
    const told: (string | undefined)[] = []
    const damaged = { ...job, bodyHash: 'f'.repeat(64), threadFile: join(root, 'damaged.json') }
    helpers.settle([damaged], Infinity, (_, tokens) => told.push(tokens))
    expect([told, realFileSystem.exists(damaged.threadFile)]).toEqual([[undefined], false])
    const theirs: SettleResult[] = []
    const lost = { ...job, threadFile: join(root, '1.log', 'below-a-file.json') }
    help(newTurn([lost]), realFileSystem, ({ result }) => theirs.push(result))
    expect(theirs).toMatchObject([{ failed: { code: expect.any(String) } }])
    await expectCode('INVALID_CONFIG', async () =>
      helpers.settle([lost], Infinity, () => undefined),
    )
    await helpers.stop()
  })
})
