import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sampleFiles } from '../../samples/generator/sample-files.ts'
import {
  FAILURE_KINDS,
  ITEM_TYPES,
  NEEDS,
  OUTCOMES,
  TOPICS,
} from '../../samples/generator/topics.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const OFTEN = ['refused', 'cannot', 'broke', 'not-delivered', 'asked-again', 'other-language']

const entrySchema = z.strictObject({
  day: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  grownOnDay2: z.boolean(),
  title: z.string().min(1),
  language: z.string().length(2),
  topic: z.string(),
  request: z.string().min(1),
  failures: z.array(
    z.strictObject({ kind: z.enum(FAILURE_KINDS), noticed: z.boolean(), messageIndex: z.int() }),
  ),
  outcome: z.enum(OUTCOMES),
  complaint: z.boolean(),
  thanks: z.boolean(),
  unmetNeeds: z.array(z.string()),
})

const keySchema = z.strictObject({
  threads: z.record(z.string(), entrySchema),
  topics: z.array(z.strictObject({ slug: z.string(), title: z.string(), count: z.int() })),
  unmetNeeds: z.array(
    z.strictObject({ slug: z.string(), description: z.string(), threads: z.int() }),
  ),
  edited: z.array(z.strictObject({ threadId: z.string(), messageIndex: z.int() })),
})

const oidSchema = z.strictObject({ $oid: z.string().regex(/^[0-9a-f]{24}$/u) })
const timeSchema = z
  .strictObject({ $date: z.union([z.string(), z.strictObject({ $numberLong: z.string() })]) })
  .transform(({ $date }) => (typeof $date === 'string' ? Date.parse($date) : +$date.$numberLong))
const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })
const documentSchema = z.strictObject({
  _id: oidSchema,
  threadId: oidSchema,
  userId: oidSchema,
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string(), z.array(z.union([z.string(), partSchema]))]),
  createdAt: timeSchema,
  editedAt: timeSchema.optional(),
  updatedAt: timeSchema.optional(),
})
type Document = z.infer<typeof documentSchema>

const read = (path: string): string => readFileSync(join(SAMPLES, path), 'utf8')
const key = keySchema.parse(JSON.parse(read('answer-key.json')))
const entries = Object.entries(key.threads)
const documents = {
  1: documentsOf('2025-03-10/hitcraft-export.json'),
  2: documentsOf('2025-03-11/hitcraft-export.json'),
  3: documentsOf('2025-03-12/hitcraft-export.json'),
}
const threads = { 1: threadsOf(documents[1]), 2: threadsOf(documents[2]) }
const whole = [...documents[2], ...documents[3]]
const wholeThreads = threadsOf(whole)

function documentsOf(path: string): Document[] {
  return z.array(documentSchema).parse(JSON.parse(read(path)))
}

function threadsOf(all: readonly Document[]): Map<string, Document[]> {
  return Map.groupBy(all, ({ threadId }) => threadId.$oid)
}

function partsOf({ content }: Document): { type: string; text?: string | undefined }[] {
  const list = typeof content === 'string' ? [content] : content
  return list.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part))
}

const typesOf = (message: Document): string[] => partsOf(message).map(({ type }) => type)

describe('the bundled samples', () => {
  it('are what the generator writes, byte for byte', () => {
    for (const [path, text] of sampleFiles()) expect(read(path) === text, path).toBe(true)
  })

  it('stay under three megabytes', () => {
    const bytes = [...sampleFiles().values()].reduce(
      (sum, text) => sum + Buffer.byteLength(text),
      0,
    )
    expect(bytes).toBeLessThan(3_000_000)
  })

  it('hold the threads and users that were promised', () => {
    expect(wholeThreads.size).toBeGreaterThanOrEqual(170 + 60)
    expect([...wholeThreads.keys()].sort()).toEqual(Object.keys(key.threads).sort())
    expect(new Set(whole.map(({ userId }) => userId.$oid)).size).toBeGreaterThanOrEqual(60)
    for (const messages of wholeThreads.values()) {
      expect(messages.length).toBeGreaterThanOrEqual(3)
      expect(messages.length).toBeLessThanOrEqual(14)
      expect(new Set(messages.map(({ userId }) => userId.$oid)).size).toBe(1)
    }
  })

  it('give each message its own id and, in its thread, its own second', () => {
    expect(new Set(whole.map(({ _id }) => _id.$oid)).size).toBe(whole.length)
    for (const messages of wholeThreads.values()) {
      const seconds = messages.map(({ createdAt }) => Math.floor(createdAt / 1000))
      expect(new Set(seconds).size).toBe(seconds.length)
    }
  })

  it('grow from day 1 to day 2 as the key says', () => {
    const firstExport = Date.parse('2025-03-10T21:30:00Z')
    const grown = entries.filter(([, { grownOnDay2 }]) => grownOnDay2)
    expect(grown.length).toBeGreaterThanOrEqual(14)
    expect(entries.filter(([, { day }]) => day === 2).length).toBeGreaterThanOrEqual(24)
    for (const [id, { day, grownOnDay2 }] of entries) {
      if (day === 3) continue
      const before = threads[1].get(id) ?? []
      const after = threads[2].get(id) ?? []
      expect(before.length > 0).toBe(day === 1)
      expect(day === 1 && after.length > before.length).toBe(grownOnDay2)
      expect(after.slice(0, before.length).map(({ _id }) => _id)).toEqual(
        before.map(({ _id }) => _id),
      )
      expect(before.every(({ createdAt }) => createdAt < firstExport)).toBe(true)
      expect(after.slice(before.length).every(({ createdAt }) => createdAt > firstExport)).toBe(
        true,
      )
    }
  })

  it('begin on day 3 what the third export holds, and nothing else', () => {
    const begun = entries.filter(([, { day }]) => day === 3).map(([id]) => id)
    expect(begun.length).toBeGreaterThanOrEqual(60)
    expect([...threadsOf(documents[3]).keys()].sort()).toEqual(begun.sort())
    const secondExport = Date.parse('2025-03-11T21:30:00Z')
    expect(documents[2].every(({ createdAt }) => createdAt < secondExport)).toBe(true)
    expect(documents[3].every(({ createdAt }) => createdAt > secondExport)).toBe(true)
  })

  it('change the edited messages and no other', () => {
    const changed = entries.flatMap(([threadId]) =>
      (threads[1].get(threadId) ?? []).flatMap((before, messageIndex) => {
        const after = threads[2].get(threadId)?.[messageIndex]
        const isEqual = JSON.stringify(after?.content) === JSON.stringify(before.content)
        return isEqual ? [] : [{ threadId, messageIndex }]
      }),
    )
    expect(key.edited.length).toBeGreaterThan(0)
    expect(changed.sort(byThread)).toEqual(key.edited.toSorted(byThread))
    for (const { threadId, messageIndex } of key.edited) {
      const message = threads[2].get(threadId)?.[messageIndex]
      expect(message?.editedAt ?? message?.updatedAt).toBeGreaterThan(message?.createdAt ?? 0)
    }
  })

  it('use every content type', () => {
    const types = new Set(documents[2].flatMap(typesOf))
    expect([...types].sort()).toEqual(['text', ...ITEM_TYPES].sort())
  })
})

describe('the answer key', () => {
  it('points at messages that exist, of the role that can fail so', () => {
    for (const [id, { failures }] of entries) {
      for (const { kind, messageIndex } of failures) {
        const role = wholeThreads.get(id)?.[messageIndex]?.role
        expect(role, `${kind} in ${id}`).toBe(kind === 'asked-again' ? 'user' : 'assistant')
      }
    }
  })

  it('holds enough of each failure', () => {
    const threadsWith = (kind: string, language?: string): number =>
      entries.filter(
        ([, entry]) =>
          entry.failures.some((failure) => failure.kind === kind) &&
          (language === undefined || entry.language === language),
      ).length
    for (const kind of OFTEN) {
      expect(threadsWith(kind), kind).toBeGreaterThanOrEqual(10)
      expect(threadsWith(kind, 'en'), `${kind} in English`).toBeGreaterThanOrEqual(2)
      expect(threadsWith(kind, 'he'), `${kind} in Hebrew`).toBeGreaterThanOrEqual(2)
    }
    for (const kind of FAILURE_KINDS) expect(threadsWith(kind), kind).toBeGreaterThanOrEqual(2)
    const share =
      entries.filter(([, { failures }]) => failures.length === 0).length / entries.length
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.5)
  })

  it('marks every error item and every start without completion', () => {
    for (const [id, { failures }] of entries) {
      const messages = wholeThreads.get(id) ?? []
      const planted = (kind: string): number[] =>
        failures.filter((failure) => failure.kind === kind).map((failure) => failure.messageIndex)
      const types = messages.map(typesOf)
      const errors = types.flatMap((list, index) => (list.includes('error') ? [index] : []))
      const starts = openStarts(types)
      expect(planted('broke'), `errors in ${id}`).toEqual(expect.arrayContaining(errors))
      expect(planted('not-delivered'), `starts in ${id}`).toEqual(expect.arrayContaining(starts))
    }
  })

  it('counts its topics and needs', () => {
    expect(key.topics.map(({ slug }) => slug)).toEqual(Object.keys(TOPICS))
    expect(key.unmetNeeds.map(({ slug }) => slug)).toEqual(Object.keys(NEEDS))
    for (const { slug, count } of key.topics) {
      expect(entries.filter(([, { topic }]) => topic === slug).length).toBe(count)
      expect(count).toBeGreaterThanOrEqual(6)
    }
    for (const { slug, threads } of key.unmetNeeds) {
      expect(entries.filter(([, { unmetNeeds }]) => unmetNeeds.includes(slug)).length).toBe(threads)
      expect(threads, slug).toBeGreaterThanOrEqual(4)
    }
  })
})

function byThread(a: { threadId: string }, b: { threadId: string }): number {
  return a.threadId < b.threadId ? -1 : 1
}

/** The messages that begin a work which no later one completes. */
function openStarts(types: readonly string[][]): number[] {
  return types.flatMap((list, index) => {
    const later = new Set(types.slice(index).flat())
    const isOpen = (type: string): boolean =>
      type.endsWith('_start') && !later.has(type.replace(/_start$/u, '_complete'))
    return list.some(isOpen) ? [index] : []
  })
}
