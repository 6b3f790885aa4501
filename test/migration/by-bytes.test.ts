import { beforeAll, describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { bytesOf } from '../../src/migration/sources/walked-record.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

const MB = 1024 ** 2
const LARGE = MB / 4

function thread(id: string, bytes: number): Thread {
  const content = [{ type: 'text' as const, text: 'x'.repeat(bytes) }]
  return buildThread({ id, messages: [{ id: 'm', role: 'user', content }] }, { format: 'test' })
}

const textOf = ({ messages }: Thread) => JSON.stringify(messages).length
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

describe('threads that are a thousand times as large as those before them', () => {
  let store: ChatStore
  /** Bytes of each answer. */
  const read: number[] = []

  beforeAll(async () => {
    const memory = await openMemoryStore()
    store = {
      ...memory,
      getThreads: async (ids) => {
        const threads = await memory.getThreads(ids)
        read.push(sum(threads.map((each) => (each === undefined ? 0 : textOf(each)))))
        return threads
      },
    }
    const number = (n: number) => String(n).padStart(3, '0')
    const small = Array.from({ length: 100 }, (_, n) => thread(`a${number(n)}`, 256))
    const large = Array.from({ length: 60 }, (_, n) => thread(`b${number(n)}`, LARGE))
    await store.mergeThreads([...small, ...large])
  })

  const expectBounded = (all: readonly number[]) => {
    // One batch of sixteen has been on its way when the first of them was met.
    const overrun = all.filter((bytes) => bytes > 2 * MB)
    expect(overrun.length).toBeLessThanOrEqual(1)
    expect(Math.max(...all)).toBeLessThanOrEqual(16 * LARGE * 1.01)
  }

  it('are walked by a megabyte', async () => {
    read.length = 0
    const pages = await Array.fromAsync(storeSource(store).walk('thread'))
    expect(sum(pages.map((page) => page.length))).toBe(160)
    expectBounded(pages.map((page) => sum(page.map(bytesOf))))
    expectBounded(read)
    // Small ones are read many at once.
    expect(read.length).toBeLessThan(40)
  })

  it('are copied by a megabyte', async () => {
    read.length = 0
    const to = await openMemoryStore()
    const written: number[] = []
    const { copied } = await migrate(storeSource(store), {
      ...to,
      mergeThreads: (threads) => {
        written.push(sum(threads.map(textOf)))
        return to.mergeThreads(threads)
      },
    })
    expect(copied['threads']).toBe(160)
    expectBounded(read)
    expectBounded(written)
  })
})
