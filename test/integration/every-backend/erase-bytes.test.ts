import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { analyzed, say, threadOf } from '../../conformance/check.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { piece } from './pieces.ts'

/** A word that nothing shortens and that means nothing. */
const secret = () => `z${randomBytes(20).toString('hex')}`

for (const backend of TEST_BACKENDS) {
  describeOn(
    backend,
    'erasing',
    (running) => {
      it('leaves no word of it in any byte that the store wrote', async () => {
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        const [text, title, user] = [secret(), secret(), secret()]
        const doomed = threadOf({
          id: 'doomed',
          title: `about ${title}`,
          messages: [
            say(`first ${text}`, { id: 'm1', userId: user, time: 1 }),
            say(`then ${text}`, { id: 'm2', userId: user, time: 2 }),
          ],
        })
        const idless = threadOf({
          messages: [say(`once ${text}`, { time: 3 }), say(`twice ${text}`, { time: 4 })],
        })
        const kept = Array.from({ length: 30 }, (_, n) => piece(n, 'a'))
        await store.mergeThreads([...kept, doomed, idless])
        await store.saveAnalyses([
          ...kept.map((thread) => analyzed(thread)),
          analyzed(doomed, { summary: `they said ${text}` }),
        ])
        // Another form of a message, so that there are revisions, and a second state of everything.
        const edited = threadOf({
          id: 'doomed',
          title: `again about ${title}`,
          messages: [say(`edited ${text}`, { id: 'm1', userId: user, time: 1 })],
        })
        await store.mergeThreads([edited])
        await store.flushIndex()
        expect((await store.searchThreads({ words: text })).items).toHaveLength(2)
        const before = await running().filesHolding(place, [text, title])
        expect(before.length).toBeGreaterThan(0)

        expect(await store.eraseThreads(['doomed', idless.id])).toBe(2)
        await store.close()
        expect(await running().filesHolding(place, [text, title, user])).toEqual([])

        const again = await openChatStore(place.target)
        expect(await again.countThreads({})).toBe(kept.length)
        expect(await again.countRecords('analysis')).toBe(kept.length)
        await again.close()
      }, 120_000)
    },
    { eraseAtOnce: true },
  )
}
