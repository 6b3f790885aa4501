import { beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../src/app/migrate-store.ts'
import { repairStore } from '../../src/app/moving/repair-store.ts'
import type { Run } from '../../src/domain/analysis/run.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { isComplete } from '../../src/migration/copy/migration.ts'
import { giveUpFilling } from '../../src/migration/filling/give-up.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { oneLine } from '../conformance/check.ts'

const idOf = (n: number) => `2025-03-10T10:00:00.000Z-${String(n).padStart(8, '0')}`

function run(n: number, analyzed: number, status: Run['status'] = 'running'): Run {
  return {
    id: idOf(n),
    analyzerKey: 'local-1',
    startedAt: '2025-03-10T10:00:00.000Z',
    status,
    schemaVersion: 2,
    planned: 900,
    analyzed,
    failed: 0,
    failedBy: {},
    errors: [],
  }
}

let from: ChatStore
let to: ChatStore

beforeEach(async () => {
  from = await openMemoryStore()
  to = await openMemoryStore()
  await from.mergeThreads([oneLine('t', 'words', 1)])
  await from.putRecords(
    'run',
    Array.from({ length: 300 }, (_, n) => run(n, 1)),
  )
})

const analyzedIn = async (store: ChatStore, n: number) =>
  (await store.getRecord('run', idOf(n)))?.analyzed

/** A target whose process is killed at the nth write of runs: before it, or right behind it. */
function killedAt(nth: number, when: 'before' | 'behind'): ChatStore {
  let writes = 0
  const killed = new HitCraftError('UNAVAILABLE', 'killed')
  return {
    ...to,
    putRecords: async (kind, records) => {
      if (kind === 'run' && ++writes >= nth) {
        if (when === 'behind' && writes === nth) await to.putRecords(kind, records)
        throw killed
      }
      // Dead men say nothing of what they meant to do next.
      if (writes >= nth && kind === 'migration') throw killed
      return to.putRecords(kind, records)
    },
  }
}

/** A target in which another program writes run 3 behind the nth list of runs. */
function changedBehind(nth: number): ChatStore {
  let lists = 0
  return {
    ...to,
    listStamps: async (kind, query) => {
      const stamps = await to.listStamps(kind, query)
      if (kind === 'run' && ++lists === nth) await to.putRecords('run', [run(3, 777)])
      return stamps
    },
  }
}

describe('a pass that goes on', () => {
  it.each(['before', 'behind'] as const)(
    'brings what the source changed meanwhile, where it was killed %s a write',
    async (when) => {
      await expect(migrateStore(from, killedAt(3, when))).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      })
      await from.putRecords('run', [run(3, 5), run(120, 5)])
      const moved = await migrateStore(from, to)
      expect(isComplete(moved)).toBe(true)
      expect([await analyzedIn(to, 3), await analyzedIn(to, 120)]).toEqual([5, 5])
    },
  )

  it('does not write over what a program that had the target open wrote meanwhile', async () => {
    await expect(migrateStore(from, killedAt(3, 'behind'))).rejects.toThrow('killed')
    await to.putRecords('run', [run(3, 777)])
    const moved = await migrateStore(from, to)
    expect(moved).toMatchObject({ conflicts: { runs: 1 }, problems: [{ id: idOf(3) }] })
    expect(await analyzedIn(to, 3)).toBe(777)
  })

  it('claims nothing of what was given up, and says so where others have written', async () => {
    await expect(migrateStore(from, killedAt(3, 'behind'))).rejects.toThrow('killed')
    await to.putRecords('run', [run(3, 777)])
    expect(await giveUpFilling(to)).toMatchObject({ migrations: [{ isAlone: false }] })
    await from.putRecords('run', [run(5, 5)])
    expect(await migrateStore(from, to)).toMatchObject({
      updated: { runs: 0 },
      conflicts: { runs: 2 },
    })
    expect([await analyzedIn(to, 3), await analyzedIn(to, 5)]).toEqual([777, 1])
  })

  it('leaves one mark, however often it breaks off before it writes', async () => {
    const broken: ChatStore = {
      ...from,
      countThreads: () => Promise.reject(new HitCraftError('UNAVAILABLE', 'cut')),
    }
    for (const _ of [1, 2]) await expect(migrateStore(broken, to)).rejects.toThrow('cut')
    expect(await to.listRecords('migration')).toHaveLength(1)
    await migrateStore(from, to)
    expect(await to.listRecords('migration')).toMatchObject([{ state: 'whole', isAlone: true }])
  })

  it('does not take for its own what was written in the target while it ran', async () => {
    let isWritten = false
    const busy: ChatStore = {
      ...to,
      putRecords: async (kind, records) => {
        await to.putRecords(kind, records)
        if (kind !== 'run' || isWritten) return
        isWritten = true
        await to.putRecords('run', [run(900, 7)])
      },
    }
    await migrateStore(from, busy)
    await from.putRecords('run', [run(900, 1)])
    const moved = await migrateStore(from, to)
    expect(moved).toMatchObject({ conflicts: { runs: 1 } })
    expect(await analyzedIn(to, 900)).toBe(7)
  })

  it('sees behind an erasure what was written in the target before it', async () => {
    await from.mergeThreads([oneLine('gone', 'other words', 1)])
    await migrateStore(from, to)
    await from.eraseThreads(['gone'])
    await from.putRecords('run', [run(3, 5)])
    let isWritten = false
    const busy: ChatStore = {
      ...to,
      listStamps: async (kind, query) => {
        if (kind === 'thread' && !isWritten) {
          isWritten = true
          await to.putRecords('run', [run(3, 777)])
        }
        return to.listStamps(kind, query)
      },
    }
    const moved = await migrateStore(from, busy)
    expect(moved).toMatchObject({ erased: 1, conflicts: { runs: 1 } })
    expect(await analyzedIn(to, 3)).toBe(777)
  })

  it('sees what was written in the target while it erased', async () => {
    await from.mergeThreads([oneLine('gone', 'other words', 1)])
    await migrateStore(from, to)
    await from.eraseThreads(['gone'])
    await from.putRecords('run', [run(3, 5)])
    const busy: ChatStore = {
      ...to,
      eraseThreads: async (ids) => {
        await to.putRecords('run', [run(3, 777)])
        return to.eraseThreads(ids)
      },
    }
    const moved = await migrateStore(from, busy)
    expect(moved).toMatchObject({ erased: 1, conflicts: { runs: 1 } })
    expect(await analyzedIn(to, 3)).toBe(777)
  })

  it.each([1, 2])('sees what is written in the target behind its list number %i', async (nth) => {
    await migrateStore(from, to)
    await from.putRecords('run', [run(3, 5)])
    expect(await migrateStore(from, changedBehind(nth))).toMatchObject({ conflicts: { runs: 1 } })
    expect(await analyzedIn(to, 3)).toBe(777)
  })
})

it('a pass lists what its target has twice: to see whose it is, and to compare it', async () => {
  await migrateStore(from, to)
  let lists = 0
  const counted: ChatStore = {
    ...to,
    listStamps: (kind, query) => {
      if (kind === 'run') lists++
      return to.listStamps(kind, query)
    },
  }
  await from.putRecords('run', [run(301, 1)])
  expect(await migrateStore(from, counted)).toMatchObject({ copied: { runs: 1 } })
  expect(lists).toBe(2)
})

it('a repair keeps what comes later an update', async () => {
  await migrateStore(from, to)
  await to.putRecords('run', [run(2, 50)])
  await repairStore(from, to, new Map([['run', new Set([idOf(2)])]]))
  await from.putRecords('run', [run(2, 3)])
  expect(await migrateStore(from, to)).toMatchObject({
    updated: { runs: 1 },
    conflicts: { runs: 0 },
  })
})

it('a repair and a migration do not fill one store at once', async () => {
  let second: Promise<unknown> | undefined
  const onProgress = () => {
    second ??= repairStore(from, to, new Map()).catch((error: unknown) => error)
  }
  await migrateStore(from, to, { onProgress })
  expect(await second).toMatchObject({ code: 'CONFLICT' })
})

it('all that a target holds has come from the source again, once a pass has found it so', async () => {
  await to.putRecords('run', [run(1, 50)])
  expect(await migrateStore(from, to)).toMatchObject({ conflicts: { runs: 1 } })
  await repairStore(from, to, new Map([['run', new Set([idOf(1)])]]))
  await migrateStore(from, to)
  await from.putRecords('run', [run(1, 2)])
  expect(await migrateStore(from, to)).toMatchObject({ updated: { runs: 1 } })
})

it.each([1, 2, 3])(
  'a pass that finds all equal does not take for its own what is written behind list number %i of it',
  async (nth) => {
    await to.putRecords('run', [run(1, 50)])
    await migrateStore(from, to)
    await repairStore(from, to, new Map([['run', new Set([idOf(1)])]]))
    await migrateStore(from, changedBehind(nth))
    await from.putRecords('run', [run(3, 5)])
    expect(await migrateStore(from, to)).toMatchObject({ conflicts: { runs: 1 } })
    expect(await analyzedIn(to, 3)).toBe(777)
  },
)

describe('the way back', () => {
  beforeEach(async () => {
    await migrateStore(from, to)
    await to.putRecords('run', [run(4, 9, 'done')])
  })

  it('brings what changed in the new store, where the old one is as it was left', async () => {
    const moved = await migrateStore(to, from)
    expect(moved).toMatchObject({ updated: { runs: 1 }, conflicts: { runs: 0 } })
    expect(await analyzedIn(from, 4)).toBe(9)
    await from.putRecords('run', [run(5, 9, 'done')])
    expect(await migrateStore(from, to)).toMatchObject({ updated: { runs: 1 } })
  })

  it('conflicts where the old one was written since', async () => {
    await from.putRecords('run', [run(5, 9, 'done')])
    expect(await migrateStore(to, from)).toMatchObject({ conflicts: { runs: 2 } })
    expect(await analyzedIn(from, 4)).toBe(1)
  })
})
