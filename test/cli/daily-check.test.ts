import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { partOfDay, receiptCheck } from '../../src/cli/moving/receipt-check.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { openReceipt } from '../../src/migration/receipt/open-receipt.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { MOST_LISTED } from '../../src/migration/verify/differences.ts'
import type { ChatStore, StoreCheck } from '../../src/storage/chat-store.ts'
import { isInPart } from '../../src/migration/verify/part.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { at, say, threadOf } from '../conformance/check.ts'
import { fill, THREADS } from '../migration/corruption/filled.ts'
import { broken, later, ON_THE_WAY } from '../migration/corruption/on-the-way.ts'

let cwd: string
let receipt: string
let home: ChatStore
let away: ChatStore

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-daily-'))
  receipt = join(cwd, 'moved.receipt')
  home = await openMemoryStore()
  away = await openMemoryStore()
  await fill(home)
  await migrate(storeSource(home), away, { receipt })
})
afterAll(() => rm(cwd, { recursive: true }))

/** What a week of days tells. */
const week = (store: ChatStore): Promise<StoreCheck[]> =>
  Promise.all(
    Array.from({ length: 7 }, (_, day) => {
      const part = partOfDay(new Date(Date.UTC(2025, 2, 10 + day)))
      return receiptCheck(store, receipt, 'verify all', { settle: 0, part })
    }),
  )
const statuses = (checks: readonly StoreCheck[]) => [...new Set(checks.map((one) => one.status))]

it('seven days look at all of a receipt, each at its part', async () => {
  const checks = await week(away)
  expect(statuses(checks)).toEqual(['ok'])
  const told = checks.map(({ found }) => /^part (\d) of 7 .*all of its (\d+)/.exec(found) ?? [])
  expect(new Set(told.map(([, part]) => part)).size).toBe(7)
  const { counts } = await openReceipt(receipt)
  const all = counts.values().reduce((sum, n) => sum + n, 0)
  expect(told.reduce((sum, [, , records]) => sum + Number(records), 0)).toBe(all)
})

it('what is added, changed and erased in a store in use is counted, and is no failure', async () => {
  const used = await openMemoryStore()
  await migrate(storeSource(home), used)
  await used.mergeThreads([later(THREADS[3])].flatMap((one) => one ?? []))
  await used.mergeThreads([threadOf({ id: 'since', messages: [say('new')] })])
  await used.eraseThreads(['t1'])
  await used.flushIndex()
  const checks = await week(used)
  expect(checks.filter(({ status }) => status !== 'ok')).toEqual([])
  const told = checks.map(({ found }) => found).join('\n')
  for (const what of [/\d changed/, /\d added/, /\d of erasures/]) expect(told).toMatch(what)
})

it('what is lost fails, by name, with the command that names all', async () => {
  const harm = ON_THE_WAY['a thread is dropped from what is read']
  const checks = await week(broken(away, harm?.breakIt ?? (() => ({}))))
  const failed = checks.filter(({ status }) => status === 'failed')
  expect(failed).toMatchObject([{ name: 'receipt', remedy: 'All of them: verify all' }])
  expect(failed[0]?.found).toMatch(/by loss or damage: threads t1: missing in target/)
})

it('what is lost is seen behind more additions than a verification lists', async () => {
  const used = await openMemoryStore()
  await migrate(storeSource(home), used)
  const [run] = await home.listRecords('run')
  if (run === undefined) throw new Error('no run was moved')
  const ids = Array.from({ length: 8 * MOST_LISTED }, (_, n) => `${at(-1 - n)}-00000000`)
  await used.putRecords(
    'run',
    ids.map((id) => Object.assign({}, run, { id })),
  )
  const withoutIt = broken(used, (right) => ({
    getRecord: async (kind, id) => (id === run.id ? undefined : right.getRecord(kind, id)),
    listRecords: async (kind, query) =>
      (await right.listRecords(kind, query)).filter((one) => !('id' in one && one.id === run.id)),
    listStamps: async (kind, query) =>
      (await right.listStamps(kind, query)).filter(({ id }) => id !== run.id),
    countRecords: async (kind) => (await right.countRecords(kind)) - (kind === 'run' ? 1 : 0),
  }))
  const number =
    1 + [1, 2, 3, 4, 5, 6, 7].findIndex((n) => isInPart({ number: n, of: 7 }, 'run', run.id))
  const check = (store: ChatStore) =>
    receiptCheck(store, receipt, 'verify all', { settle: 0, part: { number, of: 7 } })
  expect((await check(withoutIt)).found).toContain(`runs ${run.id}: missing in target`)
  const added = /(\d+) added/.exec((await check(used)).found)?.[1]
  expect(Number(added)).toBeGreaterThan(MOST_LISTED)
})

it('each loss is counted, also behind as many as a verification lists', async () => {
  const [run] = await home.listRecords('run')
  if (run === undefined) throw new Error('there is no run')
  const ids = Array.from({ length: 8 * MOST_LISTED }, (_, n) => `${at(-1 - n)}-00000000`)
  const full = await openMemoryStore()
  await migrate(storeSource(home), full)
  await full.putRecords(
    'run',
    ids.map((id) => Object.assign({}, run, { id })),
  )
  const target = await openMemoryStore()
  const ofAll = join(cwd, 'all.receipt')
  await migrate(storeSource(full), target, { receipt: ofAll })
  const part = { number: 3, of: 7 }
  const lost = ids.filter((id) => isInPart(part, 'run', id)).length
  expect(lost).toBeGreaterThan(MOST_LISTED)
  const options = { settle: 0, part, elsewhere: true }
  const { status, found } = await receiptCheck(away, ofAll, 'verify all', options)
  expect(status).toBe('failed')
  expect(found).toContain(`: ${lost.toLocaleString('en-US')} differences by loss or damage`)
})

it('a receipt of another store is a finding and no end', async () => {
  const other = { ...away, location: 'elsewhere' }
  for (const check of await week(other)) {
    expect(check).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('foreign') as unknown,
    })
  }
})
