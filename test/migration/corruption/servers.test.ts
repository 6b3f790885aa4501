import { expect, it } from 'vitest'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { backendsFor, testBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { query } from '../../services/postgres.ts'
import { POSTGRES } from './at-rest.ts'
import { fill, IDS } from './filled.ts'

const IS_LONG = process.env['TEST_LONG'] === '1'
/** Of many corruptions one in so many is tried, all in the long run. */
const ONE_IN = IS_LONG ? 1 : 4

const HOW = { settle: 0, isDeep: true }

describeOn(
  testBackend('postgres 18'),
  'what follows from the records, made stale by SQL',
  (running) => {
    for (const { title, harm, ids, told } of POSTGRES.filter((_, n) => n % ONE_IN === 0)) {
      it(`${title}: told, and nothing else is`, async () => {
        const home = await openMemoryStore()
        await fill(home)
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        await migrate(storeSource(home), store)
        // Of a key that was worked through to its end pending threads have rows.
        for (const thread of await home.listRecords('analysis')) {
          const entries = await home.listRecords('history')
          const entry = entries.find(({ threadId }) => threadId === thread.threadId)
          if (entry !== undefined) await store.saveAnalyses([{ analysis: thread, entry }])
        }
        await store.flushIndex()
        expect(await verifyStores(home, store, HOW)).toMatchObject({ equal: true, differences: [] })
        await query(place.url, ...[harm].flat())
        const { differences } = await verifyStores(home, store, HOW)
        await store.close()
        const texts = differences.map(({ problem, field }) => `${problem} ${field}`)
        expect(texts.filter((text) => told.test(text))).not.toEqual([])
        const named = differences.filter(({ problem }) => problem.startsWith('stale'))
        expect(named.filter(({ id }) => !ids.includes(id))).toEqual([])
      }, 120_000)
    }
  },
)

for (const backend of backendsFor('damaged')) {
  const isSpared = backend.kind === 'mongodb' && !IS_LONG
  const why = isSpared
    ? ': NOT RUN, it reads every document to find one; the long run tries it'
    : ''
  describeOn(backend, 'the truth, harmed by its own tools', (running) => {
    it.skipIf(isSpared)(
      `each harm is told, of no other thread${why}`,
      async () => {
        const { harms } = running()
        if (harms === undefined) throw new Error('nothing can be damaged there')
        const home = await openMemoryStore()
        await fill(home)
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        await migrate(storeSource(home), store)
        await store.flushIndex()
        const { all, close } = await harms(place)
        for (const harm of all.filter((_, n) => n % (IS_LONG ? 1 : 25) === 0)) {
          await harm.do()
          const { equal, differences } = await verifyStores(home, store, HOW)
          expect([harm.what, equal]).toEqual([harm.what, false])
          // What is of no one thread may be said of any.
          const { thread, what } = harm
          const others = new Set(thread === undefined ? [] : IDS.filter((id) => !what.includes(id)))
          others.delete(thread ?? '')
          const named = differences.map(({ id }) => id.replace(/^.*\n/s, ''))
          expect([what, named.filter((id) => others.has(id))]).toEqual([what, []])
          await harm.undo()
        }
        await close()
        await store.close()
      },
      1_200_000,
    )
  })
}
