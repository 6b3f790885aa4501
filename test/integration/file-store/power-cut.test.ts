import { copyFileSync, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { Damage } from '../../../src/storage/chat-store.ts'
import { removeCatalog } from '../../../src/storage/objects/catalog/catalog.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { oneLine } from '../../conformance/check.ts'
import { ForgetfulDisk, PowerCut } from './forgetful-disk.ts'

type CatalogAfter = 'lost' | 'behind'

interface Life {
  readonly syncs: number
  readonly lost: readonly string[]
  /** What is named as damaged afterwards: a cut is none. */
  readonly damages: readonly Damage[]
}

const stone = (id: string) =>
  ({ id, what: 'user', erasedAt: '2025-03-10T00:00:00.000Z', key: 'k' }) as const

/** A life of three openings that is cut off; what was acknowledged and is not there afterwards. */
async function live(
  catalogAfter: CatalogAfter,
  cutAt: number,
  ignored?: (path: string) => boolean,
): Promise<Life> {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-power-'))
  const folders = foldersUnder(root)
  const catalog = join(folders.data, 'catalog.sqlite')
  const old = join(root, 'old.sqlite')
  const disk = new ForgetfulDisk(cutAt, ignored)
  const threads: string[] = []
  const stones: string[] = []
  try {
    for (let opening = 0; opening < 3; opening++) {
      const store = await openFileStore(folders, { fileSystem: disk.fileSystem })
      try {
        for (let batch = 0; batch < 2; batch++) {
          const ids = [0, 1].map((n) => `t-${opening}-${batch}-${n}`)
          await store.mergeThreads(ids.map((id) => oneLine(id, `words of ${id}`)))
          threads.push(...ids)
          await store.putRecords('tombstone', [stone(`r-${opening}-${batch}`)])
          stones.push(`r-${opening}-${batch}`)
        }
        if (!existsSync(old)) snapshot(catalog, old)
      } finally {
        await store.close()
      }
    }
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
  }
  disk.cut()
  removeCatalog(catalog)
  if (catalogAfter === 'behind' && existsSync(old)) copyFileSync(old, catalog)
  const store = await openFileStore(folders)
  const lost: string[] = []
  for (const id of threads) {
    const thread = await store.getThread(id).catch(unlessCorrupt)
    if (thread?.messages.length !== 1) lost.push(id)
  }
  for (const id of stones) {
    if ((await store.getRecord('tombstone', id)) === undefined) lost.push(id)
  }
  const damages = await Array.fromAsync(store.examine())
  await store.close()
  await rm(root, { recursive: true, force: true })
  return { syncs: disk.syncs, lost, damages }
}

function unlessCorrupt(error: unknown): undefined {
  if (!isHitCraftError(error, 'CORRUPT')) throw error
}

/** The catalog as it was, from another run of the machine. */
function snapshot(from: string, to: string): void {
  const db = new DatabaseSync(from)
  db.prepare('VACUUM INTO ?').run(to)
  db.close()
  const copy = new DatabaseSync(to)
  copy.exec("UPDATE meta SET value = 'before' WHERE name = 'boot'")
  copy.close()
}

const NEVER = Number.POSITIVE_INFINITY

describe.each(['lost', 'behind'] as const)('file: power cut, catalog %s', (catalogAfter) => {
  it('right before any sync loses nothing acknowledged', async () => {
    const { syncs, lost, damages } = await live(catalogAfter, NEVER)
    expect({ lost, damages }).toEqual({ lost: [], damages: [] })
    expect(syncs).toBeGreaterThan(20)
    for (let cutAt = 1; cutAt <= syncs; cutAt++) {
      const cut = await live(catalogAfter, cutAt)
      const found = { cutAt, lost: cut.lost, damages: cut.damages }
      expect(found).toEqual({ cutAt, lost: [], damages: [] })
    }
  })
})

describe('file: each kind of sync is needed', () => {
  it.each([
    ['the log', /\.log$/],
    ['the folder of the log', /\/log$/],
    ['thread files', /t-[^/]*\.json$/],
    ['the folder of the threads', /threads$/],
    ['record files', /\.jsonl$/],
    ['the folder of the records', /records$/],
  ])('%s: without it something is lost', async (_, path) => {
    const full = await live('lost', NEVER)
    let lost = 0
    for (let cutAt = 2; cutAt <= full.syncs + 1 && lost === 0; cutAt++) {
      lost = (await live('lost', cutAt, (synced) => path.test(synced))).lost.length
    }
    expect(lost).toBeGreaterThan(0)
  })
})
