import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { assignTopics } from '../../src/analysis/topics/assign-topics.ts'
import { eraseThreads, eraseUser } from '../../src/app/erase.ts'
import { topicModelKind } from '../../src/domain/kinds/topic-model.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import { renderHtml } from '../../src/insights/render/html.ts'
import { renderMarkdown } from '../../src/insights/render/markdown.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { at, say, threadOf } from '../conformance/check.ts'

/** Ids as no file of ours would write them raw. */
const IDS = [
  'A&B',
  'q"x',
  'n<1>',
  "it's",
  '1',
  'a b',
  'tick`y',
  'tab\tnl\n',
  '\u001B[2J',
  'עב\u200F',
  '-->',
  '\uD800',
]

let folder: string
let store: ChatStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitcraft-erase-'))
  store = await openMemoryStore()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function fill(ids: readonly string[]): Promise<string> {
  await store.mergeThreads([
    ...ids.map((id, n) =>
      threadOf(
        {
          id,
          messages: [
            say('can you export the zorbling of my song?', { id: 'm1', userId: `u${n}`, time: 1 }),
            say('this is wrong, it does not work, the zorbling is broken', {
              id: 'm2',
              userId: `u${n}`,
              time: 2,
            }),
          ],
        },
        at(9),
      ),
    ),
    ...Array.from({ length: 9 }, (_, n) =>
      threadOf({
        id: `kept${n}`,
        messages: [
          say(`how do I export the ${n % 2 === 0 ? 'drums' : 'vocals'} of song ${n}?`, {
            id: 'm',
            time: 5 + n,
          }),
        ],
      }),
    ),
  ])
  const analyzer = await openAnalyzer('local')
  await runAnalysis(store, analyzer, {})
  return analyzer.key
}

describe('stored reports', () => {
  it.each(IDS.map((id) => [id]))('that quote %j go, whatever their form and name', async (id) => {
    const analyzerKey = await fill([id])
    const report = await buildReport(store, { analyzerKey })
    const files = {
      'r.html': renderHtml(report),
      'r.md': renderMarkdown(report),
      'deep/r.txt': renderMarkdown(report),
      'r.json': JSON.stringify(report),
      'page.json': JSON.stringify({ format: 'html', report: renderHtml(report) }),
    }
    await mkdir(join(folder, 'deep'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const other = await buildReport(store, { analyzerKey, from: at(5) })
    await writeFile(join(folder, 'other.md'), renderMarkdown(other))
    const own = {
      'mine.json': JSON.stringify({ note: `my file about ${id}` }),
      'mine.md': id,
      'x.html': id,
    }
    for (const [name, text] of Object.entries(own)) await writeFile(join(folder, name), text)

    const { erased, reports } = await eraseThreads({ store, folders: { results: folder } }, [id])
    expect(erased).toBe(1)
    expect(reports.toSorted()).toEqual(Object.keys(files).toSorted())
    expect(await readFile(join(folder, 'other.md'), 'utf8')).not.toContain('zorbling')
    for (const [name, text] of Object.entries(own)) {
      expect(Buffer.from(await readFile(join(folder, name), 'utf8'))).toEqual(Buffer.from(text))
    }
  })

  it('that quote a thread in which only lost forms are the user’s go, and so do its words', async () => {
    const ids = ['e1', 'e2', 'e3']
    const analyzerKey = await fill(ids)
    const lost = ids.map((id) =>
      threadOf({
        id,
        messages: [
          say('can you export the zorbling of my tune?', { id: 'm1', userId: 'lost', time: 1 }),
        ],
      }),
    )
    await store.mergeThreads(lost)
    expect((await store.getThread('e1'))?.revisions).toMatchObject([{ userId: 'lost' }])
    expect(await store.countThreads({ userId: 'lost' })).toBe(0)
    await writeFile(join(folder, 'r.md'), renderMarkdown(await buildReport(store, { analyzerKey })))
    await writeFile(join(folder, 'rejects-1.jsonl'), '{"reason":"no","threadId":"e1"}\n')
    const erasure = await eraseUser({ store, folders: { results: folder } }, 'lost')
    expect(erasure).toMatchObject({ erased: 3, reports: ['r.md'] })
    expect(await readFile(join(folder, 'rejects-1.jsonl'), 'utf8')).not.toContain('e1')
    expect(JSON.stringify(await store.listRecords('topicModel'))).not.toMatch(/zorbl/i)
  })

  it('of a version that left no mark go too', async () => {
    const analyzerKey = await fill(IDS)
    const report = await buildReport(store, { analyzerKey })
    const unmarked = (text: string) => text.replace(/<!-- hitcraft-report .* -->/, '')
    await writeFile(join(folder, 'old.html'), unmarked(renderHtml(report)))
    await writeFile(join(folder, 'old.md'), unmarked(renderMarkdown(report)))
    await eraseThreads({ store, folders: { results: folder } }, IDS)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('topic models', () => {
  /** Many threads of few wishes, so that some request stands as a title and no report quotes it otherwise. */
  async function fillTopics(): Promise<string> {
    const wishes = [
      ['how do I export my song as a wav file', 'please export this song to a wav file for me'],
      ['refund my last payment please', 'I want my money back for the last payment'],
      ['write a sad verse about rain', 'can you write one more verse about the rain'],
    ]
    await store.mergeThreads(
      wishes.flatMap((forms, w) =>
        Array.from({ length: 24 }, (_, n) =>
          threadOf({
            id: `t${w}-${n}`,
            messages: [
              say(`Ticket opened by the zorbling desk\n${forms[n % 2]}, take ${n}`, {
                id: 'm1',
                userId: `u${n}`,
                time: 10 * w + n,
              }),
              say('Done, here it is.', { id: 'm2', role: 'assistant', time: 10 * w + n }),
            ],
          }),
        ),
      ),
    )
    const analyzer = await openAnalyzer('local')
    await runAnalysis(store, analyzer, {})
    return analyzer.key
  }

  it('give no title of an erased thread to a report that is stored', async () => {
    const analyzerKey = await fillTopics()
    const report = await buildReport(store, { analyzerKey })
    expect(report.titles.length).toBeGreaterThan(0)
    for (const { threadId } of report.titles) {
      await writeFile(join(folder, 'r.md'), renderMarkdown(report))
      await writeFile(join(folder, 'r.html'), renderHtml(report))
      const { reports } = await eraseThreads({ store, folders: { results: folder } }, [threadId])
      expect(reports).toEqual(['r.html', 'r.md'])
    }
  })

  it('forget a line of boilerplate with the last thread that has it', async () => {
    await fillTopics()
    const [before] = await store.listRecords('topicModel')
    expect(before?.boilerplate).not.toEqual([])
    const { items } = await store.listThreads({ limit: 100 })
    const ids = items.map(({ id }) => id)
    await eraseThreads({ store, folders: { results: folder } }, ids.slice(1))
    // The line that is the same in all of them; of others the numbers differ, and in doubt they go.
    expect((await store.listRecords('topicModel'))[0]?.boilerplate).toHaveLength(1)
    await eraseThreads({ store, folders: { results: folder } }, ids.slice(0, 1))
    const [after] = await store.listRecords('topicModel')
    expect(after?.boilerplate).toEqual([])
    expect(after?.space?.words.filter(([word]) => !word.startsWith('#'))).toEqual([])
  })

  it('that are fitted while a thread is erased do not have it', async () => {
    const analyzerKey = await fillTopics()
    const [fitted] = await store.listRecords('topicModel')
    const [id = ''] = fitted === undefined ? [] : topicModelKind.threadsOf(fitted)
    expect(id).not.toBe('')
    const overtaken: ChatStore = new Proxy(store, {
      get(target, name) {
        if (name !== 'putRecords') {
          const member: unknown = Reflect.get(target, name)
          return typeof member === 'function' ? member.bind(target) : member
        }
        return async (...put: Parameters<ChatStore['putRecords']>) => {
          await target.eraseThreads([id])
          return target.putRecords(...put)
        }
      },
    })
    await assignTopics(overtaken, analyzerKey, { retopic: true })
    expect(JSON.stringify(await store.listRecords('topicModel'))).not.toContain(JSON.stringify(id))
  })

  it('keep no word that only erased threads had, and the others as they were', async () => {
    const ids = ['e1', 'e2', 'e3']
    await fill(ids)
    const [before] = await store.listRecords('topicModel')
    expect(JSON.stringify(before)).toMatch(/zorbl/i)
    await eraseThreads({ store, folders: { results: folder } }, ids)
    const [after] = await store.listRecords('topicModel')
    expect(JSON.stringify(after)).not.toMatch(/zorbl|"e[123]"/i)
    expect(JSON.stringify(after?.space?.words)).toContain('drum')
    expect(after?.topics.map(({ id }) => id)).toEqual(before?.topics.map(({ id }) => id))
    const { words = [], wordSize = 0, wordVectors } = after?.space ?? {}
    expect(Buffer.from(wordVectors?.data ?? '', 'base64')).toHaveLength(words.length * wordSize)
  })

  it('keep a word that another thread has', async () => {
    await fill(['e1', 'e2', 'e3'])
    await eraseUser({ store, folders: { results: folder } }, 'u0')
    const [after] = await store.listRecords('topicModel')
    expect(JSON.stringify(after)).toMatch(/zorbl/i)
    expect(JSON.stringify(after)).not.toContain('"e1"')
  })
})

it('an id that is not stored is told, and kept out later', async () => {
  const { erased, unknown } = await eraseThreads({ store, folders: { results: folder } }, [
    'NOPE',
    'NOPE',
  ])
  expect({ erased, unknown }).toEqual({ erased: 0, unknown: ['NOPE'] })
  const late = threadOf({ id: 'NOPE', messages: [say('hello', { id: 'm', time: 1 })] })
  expect(await store.mergeThreads([late])).toMatchObject([{ outcome: 'erased' }])
})

it.each(IDS.map((id) => [id]))('lists of rejected pieces do not name %j any more', async (id) => {
  await fill([id])
  const line = (reason: string, threadId?: string) =>
    `${JSON.stringify({ offset: 7, length: 3, reason, threadId })}\n`
  const kept =
    line('the thread kept1 was not stored: no room', 'kept1') +
    line(`a piece that says "threadId":${JSON.stringify(id)} of itself`)
  const list = join(folder, 'rejects-1.jsonl')
  const where = `its damaged bytes are kept in /data/thread-${id}-0`
  const theirs =
    line(`the thread ${id} was not stored: no room`, id) +
    line(`what was stored of the thread ${id} was damaged; ${where}`, id)
  await writeFile(list, `${kept}${theirs}{"offset":7,"threadId":"cut`)
  await writeFile(join(folder, 'mine.jsonl'), theirs)
  await eraseThreads({ store, folders: { results: folder } }, [id])
  expect(await readFile(list, 'utf8')).toBe(
    `${kept}${line('of a thread that was erased since').repeat(2)}{"offset":7,"threadId":"cut`,
  )
  expect(await readFile(join(folder, 'mine.jsonl'), 'utf8')).toBe(theirs)
})
