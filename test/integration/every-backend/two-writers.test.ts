import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { backendsFor } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { threadId } from './pieces.ts'

const run = promisify(execFile)
const CHILD = join(import.meta.dirname, 'merge-child.ts')
const THREADS = 1000

for (const backend of backendsFor('two at once')) {
  describeOn(backend, 'two writers', (running) => {
    it(`merge the same ${THREADS} threads at once, from two processes, and lose nothing`, async () => {
      const { target } = await running().fresh()
      const write = (name: string) =>
        run(process.execPath, [CHILD, JSON.stringify(target), name, String(THREADS)])
      await Promise.all([write('a'), write('b')])
      const store = await openChatStore(target)
      const ids = Array.from({ length: THREADS }, (_, n) => threadId(n))
      const threads = await store.getThreads(ids)
      const short = threads.filter((thread) => thread?.messages.length !== 2)
      expect(short).toEqual([])
      expect(await store.countThreads({})).toBe(THREADS)
      expect(await store.countThreads({ userId: 'user-a' })).toBe(THREADS)
      expect(await store.countThreads({ userId: 'user-b' })).toBe(THREADS)
      const { items } = await store.listThreads({ limit: 1000, order: 'id' })
      expect(items.map(({ messageCount }) => messageCount)).toEqual(ids.map(() => 2))
      await store.flushIndex()
      expect(await store.countThreads({ words: '"words of a" "words of b"' })).toBe(THREADS)
      await store.close()
    }, 300_000)
  })
}
