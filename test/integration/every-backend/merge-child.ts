import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import type { StoreTarget } from '../../../src/storage/backends/backends.ts'
import { piece } from './pieces.ts'

/**
 * Merges one message of its own into each of so many threads, in an order of its own, and prints the
 * numbers of those that were acknowledged, a line a batch.
 */
const [target = '', name = '', count = '', batch = '50'] = process.argv.slice(2)
const store = await openChatStore(JSON.parse(target) as StoreTarget)
const numbers = Array.from({ length: Number(count) }, (_, n) => n)
if (name === 'b') numbers.reverse()
for (let at = 0; at < numbers.length; at += Number(batch)) {
  const some = numbers.slice(at, at + Number(batch))
  await store.mergeThreads(some.map((n) => piece(n, name)))
  process.stdout.write(`${some.join(' ')}\n`)
}
await store.close()
