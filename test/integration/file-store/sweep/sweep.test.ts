import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '../../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../../src/storage/backends/folders.ts'
import { liveStore, settledStore } from './small-store.ts'
import { stateOf } from './state.ts'
import type { State } from './state.ts'
import { tryHarm } from './trial.ts'
import type { Harm } from './trial.ts'

/** Harms of each file and kind that are tried; the catalog's loss on top is tried by every eighth. */
const LONG = process.env['TEST_LONG'] === '1'
const MOST = { kept: LONG ? 1 : 0, lost: LONG ? 1 / 8 : 0 }

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hitcraft-sweep-'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Files that are the truth: not the catalog, which is made of them, nor what people read. */
function truth(store: string): string[] {
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(store, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !/catalog\.sqlite|\.txt$|analysis_history\.json$/.test(name))
    .toSorted()
}

/** A seeded generator: a failure comes again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function* harmsOf(store: string, share: number): Generator<Harm> {
  const next = random(11)
  for (const file of truth(store)) {
    const { size } = statSync(join(store, file))
    yield { file, what: 'delete', at: 0, mask: 0 }
    for (const what of ['flip', 'cut'] as const) {
      const count = Math.max(1, Math.floor(size * share))
      // All of them in turn, or as many by chance.
      const some = Array.from({ length: size === 0 ? 0 : count }, (_, n) =>
        share === 1 ? n : Math.floor(next() * size),
      )
      for (const at of some) {
        yield { file, what, at, mask: 1 << Math.floor(next() * 8) }
      }
    }
  }
}

async function sweep(
  make: (store: string, work: string) => Promise<void>,
  isCatalogLost: boolean,
): Promise<{ trials: number; wrong: string[] }> {
  const store = join(root, 'store')
  for (const name of ['store', 'work', 'copy'])
    rmSync(join(root, name), { recursive: true, force: true })
  await make(store, join(root, 'work'))
  const expected = await reference(store)
  const wrong: string[] = []
  let trials = 0
  for (const harm of harmsOf(store, isCatalogLost ? MOST.lost : MOST.kept)) {
    trials++
    const found = await tryHarm(store, join(root, 'copy'), harm, expected, isCatalogLost)
    wrong.push(...found.map((line) => `${harm.what} ${harm.file} at ${harm.at}: ${line}`))
  }
  process.stdout.write(`file store sweep: ${trials} harms tried\n`)
  return { trials, wrong }
}

async function reference(store: string): Promise<State> {
  const copy = join(root, 'copy')
  cpSync(store, copy, { recursive: true })
  const opened = await openFileStore(foldersUnder(copy))
  const state = await stateOf(opened)
  await opened.close()
  return state
}

const STORES = [
  ['settled', settledStore],
  ['left by a killed process', liveStore],
] as const

describe.each([false, true])('file: any byte of the truth is harmed, catalog lost: %s', (lost) => {
  it.each(STORES)(
    'store %s: it is told, costs nothing else, and is made good by the sources',
    async (_, make) => {
      const { trials, wrong } = await sweep(make, lost)
      expect(wrong).toEqual([])
      expect(trials).toBeGreaterThan(20)
    },
    LONG ? 7_200_000 : 300_000,
  )
})
