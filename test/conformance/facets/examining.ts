import { expect } from 'vitest'
import type { ChatStore, Damage } from '../../../src/storage/chat-store.ts'
import { AWKWARD_IDS } from '../arbitraries.ts'
import { analyzed, assignment, expectCode, oneLine, topicModel } from '../check.ts'
import type { Facet } from '../check.ts'

async function damagesOf(store: ChatStore, signal?: AbortSignal): Promise<Damage[]> {
  return Array.fromAsync(store.examine(signal === undefined ? {} : { signal }))
}

/** Threads under ids of every kind, with records of most kinds, and something erased. */
async function fill(store: ChatStore): Promise<void> {
  const threads = ['a', 'b', 'c', ...AWKWARD_IDS].map((id) => oneLine(id, `words of ${id}`))
  await store.mergeThreads(threads)
  await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
  const model = topicModel('m1')
  await store.putRecords('topicModel', [model])
  await store.saveTopicAssignments([assignment(model.id, { id: 'a', contentHash: 'c' })])
  await store.eraseThreads(['b'])
}

export const examining: Facet = {
  name: 'examining',
  checks: [
    {
      name: 'a store that is whole has no damage, in use, after reopening and after a reindex',
      async run(opened) {
        const { store } = opened
        await fill(store)
        expect(await damagesOf(store)).toEqual([])
        await store.flushIndex()
        expect(await damagesOf(store)).toEqual([])
        const again = await opened.reopen()
        expect(await damagesOf(again)).toEqual([])
        expect(await again.reindex()).toEqual([])
        expect(await damagesOf(again)).toEqual([])
      },
    },
    {
      name: 'an empty store has no damage',
      async run({ store }) {
        expect(await damagesOf(store)).toEqual([])
      },
    },
    {
      name: 'examining tells how far it is, up to the whole',
      async run({ store }) {
        await fill(store)
        const told: [number, number][] = []
        const onProgress = (done: number, total: number) => told.push([done, total])
        await Array.fromAsync(store.examine({ onProgress }))
        const [done, total] = told.at(-1) ?? [0, 0]
        expect(total).toBeGreaterThan(0)
        expect(done).toBe(total)
      },
    },
    {
      name: 'a signal that is raised ends an examination as interrupted, and the store goes on',
      async run({ store }) {
        await fill(store)
        await expectCode('INTERRUPTED', () => damagesOf(store, AbortSignal.abort()))
        expect((await store.getThread('a'))?.id).toBe('a')
      },
    },
    {
      name: 'a store that is closed cannot be examined',
      async run({ store }) {
        await store.close()
        await expectCode('UNAVAILABLE', () => damagesOf(store))
      },
    },
  ],
}
