import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

onPostgres('reindexing', {}, (server) => {
  it('makes anew all that lists, filters and erasures go by, from the bodies', async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    await store.mergeThreads(Array.from({ length: 3 }, (_, n) => smallThread(n)))
    const [first] = (await store.listThreads({ order: 'id' })).items
    const userId = first?.userIds[0] ?? ''
    const before = await store.listThreads({})
    const ofUser = await store.listThreads({ userId })
    expect(ofUser.items.length).toBeGreaterThan(0)

    await query(
      connectionString,
      'DELETE FROM facets',
      'DELETE FROM prefix_keys',
      `UPDATE threads SET summary = 'no JSON', last = '', created_at = NULL`,
    )
    expect(await store.reindex()).toEqual([])
    expect(await store.listThreads({})).toEqual(before)
    expect(await store.listThreads({ userId })).toEqual(ofUser)
    expect(await store.eraseUser(userId)).toBe(ofUser.items.length)
    await store.close()
  })
})
