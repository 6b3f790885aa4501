import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { expect, it, vi } from 'vitest'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { analyzed, expectCode, KEY, oneLine } from '../../conformance/check.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import type { Note } from './note-kind.ts'

vi.mock('../../../src/domain/kinds/kinds.ts', async (original) => {
  const { KINDS } = await original<{ readonly KINDS: object }>()
  const { noteKind } = await import('./note-kind.ts')
  return { KINDS: { ...KINDS, note: noteKind } }
})

/** What a store is to those who know the kind. */
interface NoteStore {
  putRecords(kind: 'note', records: readonly Note[]): Promise<void>
  getRecord(kind: 'note', id: string): Promise<Note | undefined>
  listRecords(kind: 'note'): Promise<readonly Note[]>
  countRecords(kind: 'note'): Promise<number>
}

const notesIn = (store: ChatStore) => store as ChatStore & NoteStore

const THREADS = ['a', 'b', 'c', 'd'].map((id, n) => oneLine(id, `words of ${id}`, n))

function note(n: number, mood: string): Note {
  const { id = '', contentHash = '' } = THREADS[n] ?? {}
  return { threadId: id, analyzerKey: KEY, contentHash, mood }
}

const NOTES = [note(0, 'calm'), note(1, 'cross'), note(2, 'calm')]

async function fill(store: ChatStore): Promise<void> {
  await store.mergeThreads(THREADS)
  await notesIn(store).putRecords('note', NOTES.slice(0, 2))
  await store.saveAnalyses(THREADS.slice(0, 3).map((thread) => analyzed(thread)))
  await notesIn(store).putRecords('note', NOTES.slice(2))
}

async function idsOf(store: ChatStore, mood: string): Promise<string[]> {
  const filter = { analyzerKey: KEY, facets: { mood } }
  const { items } = await store.listThreads({ ...filter, order: 'id' })
  expect(await store.countThreads(filter)).toBe(items.length)
  return items.map(({ id }) => id)
}

async function damagesOf(store: ChatStore): Promise<unknown[]> {
  const damages: unknown[] = []
  for await (const damage of store.examine()) damages.push(damage)
  return damages
}

/** Stored, listed and filtered by, in use and after all that a store can be put through. */
async function expectKept(store: ChatStore): Promise<void> {
  expect(await notesIn(store).countRecords('note')).toBe(3)
  expect(await notesIn(store).listRecords('note')).toEqual(NOTES)
  expect(await notesIn(store).getRecord('note', `${KEY}\na`)).toEqual(NOTES[0])
  expect(await idsOf(store, 'calm')).toEqual(['a', 'c'])
  expect(await idsOf(store, 'cross')).toEqual(['b'])
  expect(await idsOf(store, 'loud')).toEqual([])
  expect(await damagesOf(store)).toEqual([])
}

for (const backend of TEST_BACKENDS) {
  describeOn(backend, 'a kind that is one file and one entry', (running) => {
    it('is stored, listed and filtered by, also after reopening and a reindex', async () => {
      const { target } = await running().fresh()
      const store = await openChatStore(target)
      await fill(store)
      await expectKept(store)
      await store.close()
      const again = await openChatStore(target)
      await expectKept(again)
      expect(await again.reindex()).toEqual([])
      await expectKept(again)
      const [first] = NOTES
      const misshapen = Object.assign({}, first, { mood: 1 })
      await expectCode('INVALID_INPUT', () => notesIn(again).putRecords('note', [misshapen]))
      await again.close()
    })

    it('is moved there and back, and verified', async () => {
      const from = await openMemoryStore()
      await fill(from)
      const { target } = await running().fresh()
      const store = await openChatStore(target)
      expect(await migrate(storeSource(from), store)).toMatchObject({
        copied: { notes: 3 },
        failed: { notes: 0 },
      })
      await expectKept(store)
      const verified = await verifyStores(from, store)
      expect(verified).toMatchObject({ equal: true, kinds: { notes: { source: 3, target: 3 } } })
      const back = await openMemoryStore()
      await migrate(storeSource(store), back)
      await expectKept(back)
      await notesIn(back).putRecords('note', [note(0, 'changed')])
      expect(await verifyStores(store, back)).toMatchObject({
        equal: false,
        differences: [{ kind: 'notes', id: `${KEY}\na`, field: 'mood', problem: 'differs' }],
      })
      await store.close()
    })

    it('goes with its thread, and is not taken for another', async () => {
      const { target } = await running().fresh()
      const store = await openChatStore(target)
      await fill(store)
      await store.mergeThreads([oneLine('c', 'other words', 9)])
      expect(await idsOf(store, 'calm')).toEqual(['a'])
      await store.eraseThreads(['a'])
      expect(await notesIn(store).listRecords('note')).toEqual(NOTES.slice(1))
      expect(await idsOf(store, 'calm')).toEqual([])
      await store.close()
      const again = await openChatStore(target)
      expect(await notesIn(again).listRecords('note')).toEqual(NOTES.slice(1))
      expect(await damagesOf(again)).toEqual([])
      await again.close()
    })
  })
}
