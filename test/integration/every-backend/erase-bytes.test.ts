import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { eraseThreads } from '../../../src/app/erase.ts'
import { reportMark } from '../../../src/insights/render/report-mark.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { analyzed, KEY, say, threadOf, topicModel } from '../../conformance/check.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { piece } from './pieces.ts'

/** A word that means nothing, and whose ending is none that a stem goes without (`e`, `ed`). */
const secret = () => `z${randomBytes(20).toString('hex')}z`

function runOf(threadId: string, failed: number) {
  return {
    id: 'run1',
    analyzerKey: KEY,
    startedAt: '2025-03-10T00:00:00.000Z',
    status: 'done' as const,
    planned: 5,
    analyzed: 1,
    failed,
    errors: [{ threadId, code: 'CORRUPT', message: 'it broke' }],
  }
}

for (const backend of TEST_BACKENDS) {
  describeOn(
    backend,
    'erasing',
    (running) => {
      it('leaves no word of it in any byte that the store wrote', async () => {
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        const [text, title, user, id] = [secret(), secret(), secret(), secret()]
        const results = await mkdtemp(join(tmpdir(), 'hitcraft-results-'))
        const doomed = threadOf({
          id,
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
          id,
          title: `again about ${title}`,
          messages: [say(`edited ${text}`, { id: 'm1', userId: user, time: 1 })],
        })
        await store.mergeThreads([edited])
        // What is beside the threads, in a first state and a second.
        for (const fitted of [3, 4]) {
          await store.putRecords('topicModel', [
            {
              ...topicModel('m1'),
              features: [
                [text, 1],
                ['#mixing_start', 1],
              ],
              topics: [
                {
                  id: 't1',
                  title: `${title} · More`,
                  centroid: [
                    [0, 0.6],
                    [1, 0.8],
                  ],
                  fitted,
                  examples: [id, kept[0]?.id ?? ''],
                },
              ],
            },
          ])
          await store.putRecords('run', [runOf(id, fitted)])
        }
        await writeFile(join(results, 'r.html'), `<p>${text}</p>${reportMark({ threadId: id })}`)
        await store.flushIndex()
        expect((await store.searchThreads({ words: text })).items).toHaveLength(2)
        const before = await running().filesHolding(place, [text, title, id])
        expect(before.length).toBeGreaterThan(0)

        const { erased, reports } = await eraseThreads({ store, folders: { results } }, [
          id,
          idless.id,
        ])
        expect({ erased, reports }).toEqual({ erased: 2, reports: ['r.html'] })
        await store.close()
        expect(await running().filesHolding(place, [text, title, user, id])).toEqual([])

        const again = await openChatStore(place.target)
        expect(await again.countThreads({})).toBe(kept.length)
        expect(await again.countRecords('analysis')).toBe(kept.length)
        expect(await again.getRecord('topicModel', 'm1')).toMatchObject({
          features: [['#mixing_start', 1]],
          topics: [{ id: 't1', title: 'More', centroid: [[0, 1]], examples: [kept[0]?.id] }],
        })
        expect(await again.getRecord('run', 'run1')).toEqual({ ...runOf(id, 4), errors: [] })
        await again.close()
        await rm(results, { recursive: true })
      })
    },
    { eraseAtOnce: true },
  )
}
