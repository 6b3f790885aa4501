import { Binary } from 'mongodb'
import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import { openMongoStore } from '../../../src/storage/mongodb/mongodb-chat-store.ts'
import { MongoDatabase } from '../../../src/storage/mongodb/connection/database.ts'
import { loadThreads } from '../../../src/storage/mongodb/thread-source.ts'
import { ThreadWriter } from '../../../src/storage/mongodb/thread-writer.ts'
import { MergeBatch } from '../../../src/storage/merge-batch.ts'
import { unpackBytes } from '../../../src/storage/mongodb/documents/packed.ts'
import { analyzed, KEY } from '../../conformance/check.ts'
import { bare, onMongo, SLOW } from './on-server.ts'
import { smallThread } from './threads.ts'

onMongo('writers', (server) => {
  it(
    'two writers merge the same 1,000 threads at once and lose nothing of either',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const stores = await Promise.all([openMongoStore(options), openMongoStore(options)])
      const numbers = Array.from({ length: 1000 }, (_, n) => n)
      const outcomes = await Promise.all(
        stores.map((store, writer) => {
          const order = writer === 0 ? numbers : numbers.toReversed()
          return store.mergeThreads(order.map((n) => smallThread(n, `of writer ${writer}`)))
        }),
      )
      const all = outcomes.flat().map(({ outcome }) => outcome)
      expect(all.filter((outcome) => outcome === 'added')).toHaveLength(1000)
      expect(all.filter((outcome) => outcome === 'updated')).toHaveLength(1000)
      const found = await stores[0]?.getThreads(numbers.map((n) => smallThread(n).id))
      expect(found?.filter((thread) => thread?.messages.length !== 2)).toEqual([])
      await Promise.all(stores.map((store) => store.close()))
    },
    SLOW,
  )

  it('does not undo what another wrote since it read, and says which threads that are', async () => {
    const options = { uri: server().url, database: server().newDatabase() }
    const store = await openMongoStore(options)
    const late = new MongoDatabase(options)
    const [known, unknown] = [smallThread(1, 'late'), smallThread(2, 'late')]
    const { source, rows } = await loadThreads(late, [known, unknown])
    const merging = new MergeBatch(source)
    for (const thread of [known, unknown]) merging.add(thread)
    await store.mergeThreads([smallThread(1, 'early')])
    const held = {
      fence: 0,
      dirty: false,
      count: () => undefined,
      countAnew: () => undefined,
      assertHeld: () => undefined,
      confirm: async () => undefined,
    }
    const lost = await new ThreadWriter(late, held, rows).write(merging.changes())
    expect([...lost]).toEqual([known.id])
    expect((await store.getThread(known.id))?.messages.map(({ id }) => id)).toEqual(['early'])
    expect((await store.getThread(unknown.id))?.messages.map(({ id }) => id)).toEqual(['late'])
    await late.close()
    await store.close()
  })

  it(
    'goes on after a writer that died, and finishes what it had noted down',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const first = await openMongoStore(options)
      const thread = smallThread(1)
      await first.mergeThreads([thread])
      expect(await first.countPending(KEY)).toBe(1)
      // As a process leaves it that is killed between noting a change down and making it.
      const { analysis, entry } = analyzed(thread)
      const { makeChange } = await import('../../../src/storage/mongodb/unfinished.ts')
      const dead = new MongoDatabase(options)
      const held = {
        fence: 0,
        dirty: false,
        count: () => undefined,
        countAnew: () => undefined,
        assertHeld: () => {
          throw new Error('killed')
        },
        confirm: async () => undefined,
      }
      const groups = [
        { kind: 'history' as const, records: [entry] },
        { kind: 'analysis' as const, records: [analysis] },
      ]
      await expect(makeChange(dead, held, { what: 'records', groups })).rejects.toThrow('killed')
      await bare(server(), options.database, async (db) => {
        const [top] = await db.collection('locks').find().sort({ _id: -1 }).limit(1).toArray()
        const _id = (Number(top?._id) + 1) as never
        await db
          .collection('locks')
          .insertOne({ _id, holder: 'dead', beat: 0, released: false, dirty: true })
      })
      await dead.close()
      expect(await first.getAnalysis(thread.id, KEY)).toBeUndefined()

      const started = performance.now()
      const second = await openMongoStore(options)
      expect(performance.now() - started).toBeLessThan(15_000)
      expect(await second.getAnalysis(thread.id, KEY)).toEqual(analysis)
      expect(await second.countPending(KEY)).toBe(0)
      expect(await second.countRecords('history')).toBe(1)
      await second.close()
      await first.close()
    },
    SLOW,
  )

  it(
    'a note that nobody can carry out is set aside, said by doctor, and keeps nobody from writing',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      await store.mergeThreads([smallThread(1)])
      await bare(server(), options.database, async (db) => {
        const data = new Binary(Buffer.from('no note'))
        await db.collection('unfinished').insertOne({ _id: 'damaged' as never, n: 0, data })
        const [top] = await db.collection('locks').find().sort({ _id: -1 }).limit(1).toArray()
        await db
          .collection('locks')
          .updateOne({ _id: top?._id as never }, { $set: { dirty: true } })
      })
      expect((await store.mergeThreads([smallThread(2)]))[0]?.outcome).toBe('added')
      await store.close()
      const again = await openMongoStore(options)
      const { analysis, entry } = analyzed(smallThread(2))
      await again.saveAnalyses([{ analysis, entry }])
      expect(await again.getAnalysis(analysis.threadId, KEY)).toEqual(analysis)
      const found = await again.check()
      expect(found.find(({ name }) => name === 'changes set aside')).toMatchObject({
        status: 'warning',
      })
      expect(found.find(({ name }) => name === 'rights')).toMatchObject({ status: 'ok' })
      await again.close()
    },
    SLOW,
  )

  it(
    'a record past the limit is refused before anything is noted, and the next is written',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const thread = smallThread(1)
      await store.mergeThreads([thread])
      const { analysis, entry } = analyzed(thread)
      const large = { ...analysis, summary: noise(1, 40_000_000) }
      await expect(store.saveAnalyses([{ analysis: large, entry }])).rejects.toMatchObject({
        code: 'UNSUPPORTED',
      })
      expect(await store.countRecords('history')).toBe(0)
      await store.saveAnalyses([{ analysis, entry }])
      expect(await store.getAnalysis(thread.id, KEY)).toEqual(analysis)
      await store.close()
    },
    SLOW,
  )

  it(
    'a document that somebody inserts beside us is merged into, not stumbled over',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const thread = smallThread(7, 'ours')
      await bare(server(), options.database, async (db) => {
        const content = [{ role: 'user', content: 'by hand' }]
        await db.collection('threads').insertOne({ id: thread.id, content })
      })
      expect((await store.mergeThreads([thread]))[0]?.outcome).toBe('updated')
      expect((await store.getThread(thread.id))?.messages).toHaveLength(2)
      await store.close()
    },
    SLOW,
  )

  it(
    'keeps a thread past the limit of a document, and leaves no part of an older one',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const store = await openMongoStore(options)
      const big = (megabytes: number) =>
        buildThread(
          {
            id: 'big',
            messages: Array.from({ length: megabytes }, (_, n) => ({
              id: `m${n}`,
              role: 'user',
              content: [{ type: 'text' as const, text: noise(n, 1_000_000) }],
            })),
          },
          { format: 'test' },
        )
      const parts = () =>
        bare(server(), options.database, (db) => db.collection('thread_parts').countDocuments())
      await store.mergeThreads([big(20)])
      expect(await store.getThread('big')).toEqual(big(20))
      const before = await parts()
      expect(before).toBeGreaterThan(1)
      await store.mergeThreads([big(24)])
      expect((await store.getThread('big'))?.contentHash).toBe(big(24).contentHash)
      expect(await parts()).toBeLessThanOrEqual(before + 1)
      await store.flushIndex()
      expect((await store.searchThreads({ words: noise(3, 8) })).items).toHaveLength(1)
      expect(await store.countThreads({ words: noise(3, 8) })).toBe(1)
      expect(await store.eraseThreads(['big'])).toBe(1)
      expect(await parts()).toBe(0)
      await store.close()
    },
    SLOW,
  )

  it(
    'leaves no word of an erased thread in any collection',
    async () => {
      const options = { uri: server().url, database: server().newDatabase() }
      const said = [{ id: '1', role: 'user', content: 'ornithopter by name' }]
      await bare(server(), options.database, (db) =>
        db.collection('threads').insertMany([
          { id: 'ornithopter-1', content: said },
          { id: 'kept', content: [] },
        ]),
      )
      const store = await openMongoStore(options)
      await store.flushIndex()
      const thread = await store.getThread('ornithopter-1')
      if (thread !== undefined) {
        await store.saveAnalyses([analyzed(thread, { summary: 'about an ornithopter' })])
      }
      const words = () =>
        bare(server(), options.database, async (db) => {
          const found: string[] = []
          for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
            const documents: Document[] = await db.collection(name).find().toArray()
            if (documents.some((document) => readable(document).includes('ornithopter'))) {
              found.push(name)
            }
          }
          return found.toSorted()
        })
      expect(await words()).toEqual(['analysis_history', 'records', 'threads', 'threads_originals'])
      expect(await store.eraseThreads(['ornithopter-1'])).toBe(1)
      expect(await words()).toEqual([])
      expect(await store.countThreads({})).toBe(1)
      await store.close()
    },
    SLOW,
  )
})

/** Text that does not compress to much less, of words of eight letters. */
function noise(seed: number, length: number): string {
  let state = seed * 7919 + 1
  let text = ''
  while (text.length < length) {
    let word = ''
    for (let i = 0; i < 8; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      word += String.fromCharCode(97 + ((state >>> 16) % 26))
    }
    text += text === '' ? word : ` ${word}`
  }
  return text.slice(0, length)
}

/** A document as text, what is packed in it unpacked. */
function readable(document: Document): string {
  return JSON.stringify(document, (_, value: unknown) => {
    const binary = value as { sub_type?: number; buffer?: Uint8Array; base64?: string }
    if (value instanceof Binary)
      return unpackBytes(value.value(), { kind: 'store', place: 'a test' })
    return binary
  })
}
