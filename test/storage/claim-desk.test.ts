import { beforeEach, expect, it } from 'vitest'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { withClaims } from '../../src/storage/core/claims/with-claims.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { KEY, oneLine } from '../conformance/check.ts'

const THREADS = Array.from({ length: 200 }, (_, i) =>
  oneLine(`t${String(i).padStart(3, '0')}`, 'x'),
)
const CLAIM = { analyzerKey: KEY, worker: 'a', lease: 3_600_000 }

/** Where lists of pending threads began. */
let began: (string | undefined)[]
let store: ChatStore

beforeEach(async () => {
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
