import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrateStore } from '../../src/app/migrate-store.ts'
import { repairStore } from '../../src/app/moving/repair-store.ts'
import { verifyStores } from '../../src/app/verify-stores.ts'
import { eraseFromStore } from '../../src/app/erase.ts'
import { isComplete } from '../../src/migration/copy/migration.ts'
import { MOVED_KINDS } from '../../src/migration/sources/moved-kinds.ts'
import { verifyReceipt } from '../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { adoptedHistory } from '../../src/storage/core/adoption/adopted-history.ts'
import { burialOf, tombstones } from '../../src/storage/core/plan-erasing.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { allRecords } from '../../src/storage/walk.ts'
import { topicModel, topicOf } from '../conformance/check.ts'
import { fill, THREADS } from './corruption/filled.ts'

/** Nobody else writes. */
const AT_ONCE = { settle: 0, isSearched: false }

/** Words that one thread alone has, and its id. */
const OF_IT = /question1|number1|answer1|Id":"t1"|\["t1"/

let from: ChatStore
let to: ChatStore

beforeEach(async () => {
  from = await openMemoryStore()
  to = await openMemoryStore()
  await fill(from)
  const title = { threadId: 't1', text: 'question1 about mixing' }
  const topic = topicOf(['t1', 't2'], { title: title.text, titles: [title], terms: ['number1'] })
  await from.putRecords('topicModel', [{ ...topicModel('m1'), topics: [topic] }])
  const [run] = await from.listRecords('run')
  if (run === undefined) throw new Error('there is no run')
  const errors = [{ threadId: 't1', code: 'INTERNAL', message: 'it failed' }]
  await from.putRecords('run', [{ ...run, errors }])
})

/** What the target holds of the thread, by kind, but for its tombstones. */
async function heldOfIt(): Promise<string[]> {
  const held: string[] = []
  for (const kind of MOVED_KINDS) {
    if (kind === 'tombstone') continue
    const records =
      kind === 'thread'
        ? await to.getThreads((await to.listThreads({ order: 'id' })).items.map(({ id }) => id))
        : await Array.fromAsync(allRecords(to, kind))
    for (const record of records) {
      if (OF_IT.test(JSON.stringify(record))) held.push(`${kind} ${JSON.stringify(record)}`)
    }
  }
  return held
}

describe('a thread that the target has erased', () => {
  it('does not come back, nor does anything that was made of it', async () => {
    await migrateStore(from, to)
    expect(await heldOfIt()).not.toEqual([])
    await eraseFromStore(to, ['t1'])
    const dry = await migrateStore(from, to, { dryRun: true })
    const moved = await migrateStore(from, to, { onConflict: 'keep-newer' })
    expect(await heldOfIt()).toEqual([])
    for (const { keptOut, keptOutNames, copied, failed } of [dry, moved]) {
      expect(keptOutNames).toHaveLength(6)
      expect(keptOutNames).toEqual(
        expect.arrayContaining([
          { kind: 'threads', id: 't1' },
          { kind: 'analyses', id: expect.stringMatching(/\nt1$/) as string },
        ]),
      )
      expect(keptOut).toMatchObject({
        threads: 1,
        topicModels: 1,
        runs: 1,
        analyses: 1,
        topicAssignments: 1,
        history: 1,
      })
      expect(
        Object.values(copied)
          .concat(Object.values(failed))
          .every((n) => n === 0),
      ).toBe(true)
    }
    expect(isComplete(moved)).toBe(true)
    expect(await to.listRecords('migration')).toMatchObject([{ state: 'whole', gaps: 0 }])
  })

  it('is no difference to a verification, and what was lost beside it is one', async () => {
    await migrateStore(from, to)
    await eraseFromStore(to, ['t1'])
    const verified = await verifyStores(from, to, AT_ONCE)
    expect(verified).toMatchObject({ equal: true, differences: [] })
    const kinds = new Set(verified.erased.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual(
      [
        'analyses',
        'history',
        'runs',
        'threads',
        'tombstones',
        'topicAssignments',
        'topicModels',
      ].toSorted(),
    )
    const stones = new Set((await to.listRecords('tombstone')).map(({ id }) => id))
    await to.putRecords(
      'tombstone',
      tombstones([{ what: 'thread', name: 'x' }], burialOf(undefined)),
    )
    const other = (await to.listRecords('tombstone')).find(({ id }) => !stones.has(id))
    // Of nothing that the source has: it may be the source that lost one.
    expect((await verifyStores(from, to, AT_ONCE)).differences).toMatchObject([{ id: other?.id }])
    const lossy: ChatStore = {
      ...to,
      getThreads: async (ids) =>
        (await to.getThreads(ids)).map((each) => (each?.id === 't2' ? undefined : each)),
      getThread: async (id) => (id === 't2' ? undefined : to.getThread(id)),
    }
    const lost = await verifyStores(from, lossy, AT_ONCE)
    expect(lost.differences.map(({ id }) => id)).toContain('t2')
    expect(lost.equal).toBe(false)
  })

  it('is known by a receipt too, with history of it that was taken over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hitcraft-kept-out-'))
    try {
      const receipt = join(folder, 'moved.receipt')
      const [mine, others] = ['t1', 't2'].flatMap((id, n) =>
        adoptedHistory({ thread_id: id, timestamp: '2024-05-01T10:00:00Z' }, `row ${n}`),
      )
      if (mine === undefined || others === undefined) throw new Error('nothing was taken over')
      await from.putRecords('history', [mine, others])
      await migrateStore(from, to, { receipt })
      await eraseFromStore(to, ['t1'])
      const lossy: ChatStore = {
        ...to,
        getRecord: async (kind, id) => (id === others.id ? undefined : to.getRecord(kind, id)),
        listRecords: async (kind, query) =>
          (await to.listRecords(kind, query)).filter(
            (one) => !('id' in one && one.id === others.id),
          ),
      }
      for (const store of [to, lossy]) {
        const { erased, differences } = await verifyReceipt(receipt, store, AT_ONCE)
        const idsOf = (all: readonly { kind: string; id: string }[]) =>
          new Set(all.flatMap(({ kind, id }) => (kind === 'history' && id !== '' ? [id] : [])))
        expect(idsOf(erased)).toContain(mine.id)
        expect(idsOf(differences)).toEqual(new Set(store === to ? [] : [others.id]))
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('is known by a receipt too, with what is filed under it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hitcraft-kept-out-'))
    try {
      const receipt = join(folder, 'moved.receipt')
      await migrateStore(from, to, { receipt })
      await eraseFromStore(to, ['t1'])
      const { erased, differences } = await verifyReceipt(receipt, to, AT_ONCE)
      const told = (kinds: readonly { kind: string }[]) => new Set(kinds.map(({ kind }) => kind))
      expect([...told(erased)]).toEqual(
        expect.arrayContaining(['threads', 'analyses', 'topicAssignments']),
      )
      for (const kind of ['threads', 'analyses', 'topicAssignments']) {
        expect(told(differences)).not.toContain(kind)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('does not hide that a model of the target has lost topics', async () => {
    await migrateStore(from, to)
    await eraseFromStore(to, ['t1'])
    const [model] = await to.listRecords('topicModel')
    if (model === undefined) throw new Error('there is no model')
    for (const spoiled of [
      { ...model, topics: [] },
      { ...model, topics: model.topics.map((topic) => ({ ...topic, examples: [] })) },
      { ...model, boilerplate: ['0123456789ab'] },
    ]) {
      await to.putRecords('topicModel', [spoiled])
      const { equal, differences } = await verifyStores(from, to, AT_ONCE)
      expect({ equal, differences }).toMatchObject({ equal: false, differences: [{ id: 'm1' }] })
    }
    await to.putRecords('topicModel', [model])
    expect(await verifyStores(from, to, AT_ONCE)).toMatchObject({ equal: true })
  })

  it('may have been no example of a topic that loses its words', async () => {
    const topic = topicOf(['t2'], { title: 'number1, mixing', terms: ['number1', 'mixing'] })
    await from.putRecords('topicModel', [{ ...topicModel('m1'), topics: [topic] }])
    await migrateStore(from, to)
    await eraseFromStore(to, ['t1'])
    expect(await heldOfIt()).toEqual([])
    const { equal, erased, erasedTotal } = await verifyStores(from, to, AT_ONCE)
    expect({ equal, erasedTotal }).toEqual({ equal: true, erasedTotal: erased.length })
    expect(erased).toContainEqual(expect.objectContaining({ kind: 'topicModels', id: 'm1' }))
  })

  it('stays out of a target that had nothing else, with its words in topics', async () => {
    await to.mergeThreads(THREADS.slice(1, 2))
    await to.eraseThreads(['t1'])
    const moved = await migrateStore(from, to)
    expect(await heldOfIt()).toEqual([])
    expect(moved.copied).toMatchObject({ threads: 5, analyses: 4, runs: 0, topicModels: 0 })
    expect(await to.countRecords('run')).toBe(1)
    const [model] = await to.listRecords('topicModel')
    expect(model?.topics).toMatchObject([{ examples: ['t2'], titles: [] }])
    const again = await migrateStore(from, to)
    expect([again.copied, again.updated, again.failed].flatMap(Object.values)).not.toContain(1)
    expect(await heldOfIt()).toEqual([])
  })

  it('stays out where its user was erased, whose name the thread alone says', async () => {
    await to.eraseUser('u1')
    await migrateStore(from, to)
    expect(await heldOfIt()).toEqual([])
    const analyses = (await from.listRecords('analysis')).filter(
      ({ threadId }) => threadId === 't1',
    )
    const named = analyses.map(({ threadId, analyzerKey }) => `${analyzerKey}\n${threadId}`)
    expect(named).toHaveLength(1)
    const repaired = await repairStore(from, to, new Map([['analysis', new Set(named)]]))
    expect(repaired.keptOut).toMatchObject({ analyses: 1 })
    expect(await heldOfIt()).toEqual([])
  })

  it('stays out where the source has it beside its tombstone, as an archive may', async () => {
    const stones = tombstones([{ what: 'thread', name: 't1' }], burialOf(undefined))
    await from.putRecords('tombstone', stones)
    const dry = await migrateStore(from, to, { dryRun: true })
    const moved = await migrateStore(from, to)
    expect(await heldOfIt()).toEqual([])
    for (const one of [dry, moved]) {
      expect(one).toMatchObject({ keptOut: { threads: 1, analyses: 1 }, copied: { threads: 5 } })
      expect(isComplete(one)).toBe(true)
    }
  })

  it('takes nothing of another with it', async () => {
    await to.mergeThreads(THREADS.slice(1, 2))
    await to.eraseThreads(['t1'])
    await migrateStore(from, to)
    for (const thread of THREADS.filter(({ id }) => id !== 't1')) {
      expect(await to.getThread(thread.id)).toEqual(thread)
    }
    const kept = (await from.listRecords('analysis')).filter(({ threadId }) => threadId !== 't1')
    expect(await to.listRecords('analysis')).toEqual(kept)
  })
})
