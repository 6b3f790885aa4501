import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { MOVED_KINDS } from '../../src/migration/sources/moved-kinds.ts'
import { isWhole } from '../../src/migration/sources/walked-record.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { shadowOf, withShadow } from '../../src/storage/shadow/shadow-store.ts'
import { runConformance } from './run-conformance.ts'

/** The whole suite, with reads compared, one at a time; at the end of each check both stores must hold the same. */
runConformance('memory with a shadow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-shadow-'))
  const first = await openMemoryStore()
  const second = await openMemoryStore()
  const store = withShadow(first, {
    location: 'memory:',
    open: async () => second,
    folder,
    pace: { share: 1, looks: [0, 0] },
  })
  return {
    store,
    reopen: async () => store,
    beside: async () => store,
    destroy: async () => {
      try {
        if (await isOpen(first)) await expectEqual(store, first, second)
      } finally {
        await store.close()
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
})

async function expectEqual(store: ChatStore, first: ChatStore, second: ChatStore): Promise<void> {
  const shadow = shadowOf(store)
  expect(await shadow?.settled(20_000)).toBe(true)
  await shadow?.compared()
  expect(await hashesOf(second)).toEqual(await hashesOf(first))
  expect(await shadow?.state()).toMatchObject({ differences: 0, missed: { names: 0 }, died: 0 })
}

/** Each record of each kind by its hash. */
async function hashesOf(store: ChatStore): Promise<string[]> {
  const hashes: string[] = []
  for (const kind of MOVED_KINDS) {
    for await (const page of storeSource(store).walk(kind)) {
      hashes.push(...page.filter(isWhole).map(({ id, hash }) => `${kind} ${id} ${hash}`))
    }
  }
  return hashes
}

async function isOpen(store: ChatStore): Promise<boolean> {
  try {
    await store.countThreads({})
    return true
  } catch (error) {
    if (isHitCraftError(error, 'UNAVAILABLE')) return false
    throw error
  }
}
