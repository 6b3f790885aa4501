import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyStores } from '../../src/app/verify-stores.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { isSame, verifyReceipt } from '../../src/migration/verify/verify.ts'
import type { Verification } from '../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { analyzed, oneLine } from '../conformance/check.ts'
import { fill, THREADS } from './corruption/filled.ts'
import { broken, ID, later, ON_THE_WAY } from './corruption/on-the-way.ts'

const OF = 4
const AT_ONCE = { settle: 0 }
const PARTS = Array.from({ length: OF }, (_, n) => ({ number: n + 1, of: OF }))

describe('the parts of a verification', () => {
  let home: ChatStore
  let away: ChatStore
  let folder: string
  let receipt: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-parts-'))
    receipt = join(folder, 'moved.receipt')
    home = await openMemoryStore()
    away = await openMemoryStore()
    await fill(home)
    await migrate(storeSource(home), away, { receipt })
  })
  afterAll(() => rm(folder, { recursive: true }))

  const eachPart = (from: ChatStore, to: ChatStore, isDeep = false) =>
    Promise.all(PARTS.map((part) => verifyStores(from, to, { ...AT_ONCE, isDeep, part })))
  const counted = (all: readonly Verification[]) =>
    Object.fromEntries(
      Object.keys(all[0]?.kinds ?? {}).map((kind) => [
        kind,
        all.reduce((sum, { kinds }) => sum + (kinds[kind]?.source ?? 0), 0),
      ]),
    )

  it('hold each record once, on both sides and of a receipt', async () => {
    const whole = await verifyStores(home, away, AT_ONCE)
    const parts = await eachPart(home, away)
    const ofReceipt = await Promise.all(
      PARTS.map((part) => verifyReceipt(receipt, away, { ...AT_ONCE, part })),
    )
    expect(whole.kinds).toMatchObject({ threads: { source: 6 }, analyses: { source: 5 } })
    for (const [at, one] of parts.entries()) {
      expect(one).toMatchObject({ equal: true, part: PARTS[at], again: { looked: 0 } })
      expect(one.root.source).toBe(one.root.target)
      expect(one.kinds).toEqual(ofReceipt[at]?.kinds)
      expect(isSame(one)).toBe(false)
    }
    expect(counted(parts)).toEqual(counted([whole]))
    expect(new Set(parts.map(({ root }) => root.source)).size).toBe(OF)
    expect(ofReceipt.map(({ equal }) => equal)).toEqual(PARTS.map(() => true))
  })

  for (const [title, { breakIt, told, id: harmed = ID }] of Object.entries(ON_THE_WAY)) {
    it(`name together what is harmed: ${title}`, async () => {
      const parts = await eachPart(home, broken(away, breakIt), true)
      const texts = parts.flatMap(({ differences }) =>
        differences.map(({ id, problem, field }) => `${id} ${problem} ${field}`),
      )
      expect(texts.filter((text) => told.test(text))).not.toEqual([])
      const others = THREADS.map(({ id }) => id).filter((id) => id !== harmed)
      expect(texts.filter((text) => others.some((id) => text.includes(`${id} `)))).toEqual([])
    })
  }

  it.each([
    ['a thread that a list by facet lacks', () => []],
    ['one that stands on it beside another of its part', (rows: unknown[]) => rows],
  ])('name %s', async (_, listed) => {
    const harm = broken(away, (right) => ({
      listThreads: async (query) => {
        if (query.facets?.['user'] !== 'u1') return right.listThreads(query)
        const page = await right.listThreads({ ...query, facets: {} })
        return { ...page, items: page.items.filter((row) => listed([row]).length > 0) }
      },
    }))
    const halves = [1, 2].map((number) =>
      verifyStores(home, harm, { ...AT_ONCE, part: { number, of: 2 } }),
    )
    const told = (await Promise.all(halves)).flatMap(({ differences }) => differences)
    expect(told.map(({ field }) => field)).toContain('facet user')
  })

  it('name each difference in one of them, and in the same one again', async () => {
    const other = await openMemoryStore()
    await fill(other)
    await other.mergeThreads([later(THREADS[3])].flatMap((one) => one ?? []))
    await other.saveAnalyses(
      THREADS.slice(4, 5).map((thread) => analyzed(thread, { outcome: 'unknown' })),
    )
    const records = ({ differences }: Verification) =>
      differences.filter(({ problem }) => problem !== 'stale in target').map(({ id }) => id)
    const whole = await verifyStores(home, other, AT_ONCE)
    const parts = await eachPart(home, other)
    expect(records(whole).length).toBeGreaterThan(2)
    expect(parts.flatMap(records).toSorted()).toEqual(records(whole).toSorted())
    expect((await eachPart(home, other)).map(records)).toEqual(parts.map(records))
  })

  it('find what the target has erased equal, wherever its tombstones fall', async () => {
    const after = await openMemoryStore()
    await migrate(storeSource(home), after)
    await after.eraseThreads(['t1', 't2'])
    const whole = await verifyStores(home, after, AT_ONCE)
    const parts = await eachPart(home, after)
    expect(parts.flatMap(({ differences }) => differences)).toEqual([])
    expect(parts.reduce((sum, { erasedTotal }) => sum + erasedTotal, 0)).toBe(whole.erasedTotal)
  })

  it('read no threads of others for what was erased, but those that its tombstones name', async () => {
    const [from, to] = [await openMemoryStore(), await openMemoryStore()]
    const threads = Array.from({ length: 60 }, (_, n) => oneLine(`t${n}`, `words ${n}`, n))
    await from.mergeThreads(threads)
    await to.mergeThreads(threads.slice(0, 1))
    await to.eraseThreads(['t0'])
    let read = 0
    const counted = broken(from, (right) => ({
      getThreads: (ids) => {
        read += ids.length
        return right.getThreads(ids)
      },
    }))
    const twenty = Array.from({ length: 20 }, (_, n) => ({ number: n + 1, of: 20 }))
    const parts = await Promise.all(
      twenty.map((part) => verifyStores(counted, to, { ...AT_ONCE, part })),
    )
    const told = parts.flatMap(({ differences }) => differences)
    expect(told.filter(({ kind }) => kind === 'tombstones')).toEqual([])
    expect(told).toHaveLength(threads.length - 1)
    expect(read).toBeLessThan(10 * threads.length)
  })

  it('are refused where there are none such', async () => {
    for (const part of [
      { number: 0, of: 7 },
      { number: 8, of: 7 },
      { number: 1, of: 1 },
      { number: 1, of: 1001 },
      { number: 1.5, of: 7 },
    ]) {
      await expect(verifyStores(home, away, { part })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      })
    }
  })
})
