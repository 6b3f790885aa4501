import { beforeEach, describe, expect, it } from 'vitest'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { withClaims } from '../../src/storage/core/claims/with-claims.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { analyzed, KEY, oneLine } from '../conformance/check.ts'

const THREADS = Array.from({ length: 200 }, (_, i) =>
  oneLine(`t${String(i).padStart(3, '0')}`, 'x'),
)
const CLAIM = { analyzerKey: KEY, worker: 'a', lease: 3_600_000 }

/** What the next changes of a ledger fail with. */
let refusal: Error | undefined
/** Where lists of pending threads began. */
let began: (string | undefined)[]
let store: ChatStore

beforeEach(async () => {
  refusal = undefined
  began = []
  const right = await openMemoryStore()
  const ledgers = new Map<string, string>()
  store = withClaims(
    {
      ...right,
      listPending: (query) => {
        began.push(query.after)
        return right.listPending(query)
      },
    },
    {
      change: async (key, change) => {
        if (refusal !== undefined) throw refusal
        const { text, result } = change(ledgers.get(key), 0)
        if (text !== undefined) ledgers.set(key, text)
        return result
      },
    },
  )
  await store.mergeThreads(THREADS)
})

it('a renewal looks at what is held, not at all that comes before it', async () => {
  const held = await store.claimPending({ ...CLAIM, after: 't149', limit: 20 })
  const ids = held.map(({ id }) => id)
  began = []
  expect(await store.renewClaims({ ...CLAIM, ids: ids.toReversed() })).toEqual(ids.toReversed())
  expect(began).toEqual(['t15'])
})

it.each(['\uD83C\uDFB5', 'x', '\uD800', 'x\0', '\uE000\uDC00'])(
  'a renewal finds %j, and what sorts right after it',
  async (id) => {
    await store.mergeThreads([oneLine(id, 'x'), oneLine(`${id}\0`, 'x')])
    await store.claimPending({ ...CLAIM, limit: 1000 })
    const ids = [id, `${id}\0`]
    expect(await store.renewClaims({ ...CLAIM, ids })).toEqual(ids)
  },
)

describe('analyses that are stored while their claims cannot be ended', () => {
  const items = THREADS.slice(0, 3).map((thread) => analyzed(thread))
  beforeEach(() => store.claimPending({ ...CLAIM, limit: 3 }))

  it('are stored, and the call says so', async () => {
    refusal = new HitCraftError('UNAVAILABLE', 'the ledger is out of reach')
    await store.saveAnalyses(items)
    expect(await store.countPending(KEY)).toBe(THREADS.length - 3)
    refusal = undefined
    // The loans were not ended, and go on until they lapse.
    await store.mergeThreads([oneLine('t000', 'x y')])
    expect(await store.claimPending({ ...CLAIM, worker: 'b', limit: 1 })).toMatchObject([
      { id: 't003' },
    ])
  })

  it.each([new HitCraftError('INTERNAL', 'a defect'), new TypeError('a defect')])(
    'leave no defect unsaid: %s',
    async (defect) => {
      refusal = defect
      await expect(store.saveAnalyses(items)).rejects.toBe(defect)
    },
  )
})
